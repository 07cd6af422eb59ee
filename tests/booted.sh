#!/usr/bin/env bash
# Does what README.md says of the package in a bare Debian that systemd has booted, up to a station on air with a certificate, and
# upgrades it under a listener: booted.sh DEBIAN.TAR PACKAGE.DEB NEXT.DEB
#
# The machine has a network of its own, where a certificate authority validates the name.
set -euo pipefail
debian=$1 deb=$2 next=$3
cd "$(dirname "$0")/.."
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
work=$(mktemp -d)
root=$work/root
network=longwave-$$
name=radio.example
started=()
machine=

say() { echo "package: $*"; }
fail() {
	say "FAILED: $*" >&2
	tail -n 20 "$work"/*.log >&2 || true
	[ -z "$machine" ] || inside journalctl --no-pager -u longwave -n 20 >&2 || true
	exit 1
}

# Prints what runs in the machine's network.
processes() { $sudo ip netns pids "$network" 2>/dev/null || true; }

clean_up() {
	local left
	# They may have ended meanwhile.
	for left in "${started[@]}" $(processes); do $sudo kill -9 "$left" || true; done 2>/dev/null
	wait 2>/dev/null || true
	$sudo ip netns del "$network" || true
	$sudo rm -rf "$work"
}
trap clean_up EXIT

connected() { $sudo ip netns exec "$network" "$@"; }
inside() { $sudo nsenter --target "$machine" --all --wd=/ env PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"; }

# Waits until a command succeeds: $1 says what is missing if it never does.
wait_for() {
	local missing=$1 waited=0
	shift
	until "$@" >/dev/null 2>&1; do
		[ $((waited += 1)) -le 900 ] || fail "$missing"
		sleep 0.1
	done
}

# Starts a command in the machine's network, with its own log.
start() {
	connected "$@" >"$work/$1.log" 2>&1 &
	started+=($!)
}

$sudo ip netns add "$network"
connected ip link set lo up

say "a certificate authority is there"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=authority \
	-addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE -keyout "$work/key.pem" -out "$work/authority.pem" 2>/dev/null
jq -n --arg certificate "$work/authority.pem" --arg key "$work/key.pem" '{pebble: {listenAddress: "127.0.0.1:14000",
	managementListenAddress: "127.0.0.1:15000", certificate: $certificate, privateKey: $key, httpPort: 80, tlsPort: 443}}' >"$work/pebble.json"
start pebble-challtestsrv -dns01 127.0.0.1:8053 -defaultIPv4 127.0.0.1 -defaultIPv6 "" -http01 "" -https01 "" -tlsalpn01 "" -management 127.0.0.1:8055
start env PEBBLE_VA_NOSLEEP=1 pebble -config "$work/pebble.json" -dnsserver 127.0.0.1:8053
roots() { connected curl -sfk --max-time 10 -o "$work/roots.pem" https://127.0.0.1:15000/roots/0; }
wait_for "no certificate authority" roots

say "a bare Debian boots"
mkdir "$root"
$sudo tar -xf "$debian" -C "$root" --exclude=./dev/*
for file in "$deb" "$next"; do $sudo cp "$file" "$root/root/$(basename "$file")"; done
$sudo systemd-nspawn --quiet --directory="$root" --network-namespace-path="/run/netns/$network" --register=no --keep-unit \
	--console=read-only --boot >"$work/boot.log" 2>&1 &
started+=($!)
# Its first process is number 1 in there.
booted() {
	local one
	for one in $(processes); do
		grep -qP '^NSpid:\t\d+\t1$' "/proc/$one/status" && machine=$one && return
	done
	return 1
}
wait_for "it does not boot" booted
is_running() { inside systemctl is-system-running | grep -qE 'running|degraded'; }
wait_for "it does not end booting" is_running

# The commands as README.md has them.
mapfile -t commands < <(sed -n '/^## From the package/,/^## /s/^\(sudo\|echo\) /&/p' README.md)
[ "${#commands[@]}" = 5 ] || fail "README.md has ${#commands[@]} commands"
run() { inside sh -c "cd /root; $(sed "s|sudo ||g; s|longwave_.*_.*\.deb|$(basename "$deb")|" <<<"$1")"; }

say "five commands"
run "${commands[0]}" >"$work/apt.log" 2>&1 || fail "${commands[0]}"
# In the place of Let's Encrypt.
$sudo cp "$work/authority.pem" "$root/etc/longwave/authority.pem"
printf 'acme_directory = "https://127.0.0.1:14000/dir"\nacme_ca = "/etc/longwave/authority.pem"\n' |
	$sudo tee -a "$root/etc/longwave/longwave.toml" >/dev/null
begun=$(date +%s%N)
for command in "${commands[@]:1:3}"; do run "$command" >>"$work/apt.log" 2>&1 || fail "$command"; done
get() { connected curl -sf --max-time "${2:-10}" --resolve "$name:443:127.0.0.1" --cacert "$work/roots.pem" "https://$name$1"; }
wait_for "no certificate" get /readyz
say "on air with a certificate $((($(date +%s%N) - begun) / 1000000)) ms after them"
password=a-password-of-this-test
printf '%s\n%s\n' "$password" "$password" | run "${commands[4]}" >>"$work/apt.log" 2>&1 || fail "${commands[4]}"
signed=$(connected curl -s -o /dev/null -w '%{http_code}' --max-time 30 --resolve "$name:443:127.0.0.1" --cacert "$work/roots.pem" \
	-H "Origin: https://$name" -d name=admin --data-urlencode "password=$password" "https://$name/login")
[ "$signed" = 303 ] || fail "the password is not taken: $signed"
redirect=$(connected curl -s -o /dev/null -w '%{redirect_url}' --max-time 10 --resolve "$name:80:127.0.0.1" "http://$name/")
[ "$redirect" = "https://$name/" ] || fail "port 80 leads to '$redirect'"

say "an upgrade takes over, and a listener stays"
main_process() { inside systemctl show --property=MainPID --value longwave.service; }
before=$(main_process)
get /main.opus 60 >"$work/heard.opus" &
listener=$!
heard() { [ "$(stat -c %s "$work/heard.opus")" -gt "$1" ]; }
wait_for "nothing is heard" heard 20000
inside apt-get install -qq -y "/root/$(basename "$next")" >>"$work/apt.log" 2>&1 || fail "the upgrade"
[ "$(main_process)" != "$before" ] || fail "the process is the old one"
kill -0 "$listener" || fail "the listener was thrown out"
wait_for "the listener hears no more" heard $(($(stat -c %s "$work/heard.opus") + 50000))
kill "$listener"
has_failed=$(inside systemctl is-failed longwave.service || true)
[ "$has_failed" = active ] || fail "the service is $has_failed"

say "it is removed"
inside apt-get purge -qq -y longwave >>"$work/apt.log" 2>&1 || fail "the purge"
[ ! -e "$root/var/lib/private/longwave" ] || fail "data are left"
