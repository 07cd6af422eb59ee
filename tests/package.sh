#!/usr/bin/env bash
# Installs the packages of a built program in a bare Debian, runs it there, upgrades and removes it: package.sh PROGRAM
#
# The bare Debian is made once and kept in the directory of the second argument.
set -euo pipefail
program=$(realpath "$1")
cache=$(realpath -m "$2")
cd "$(dirname "$0")/.."
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
work=$(mktemp -d)
root=$work/root
user=61184 # The first of systemd's dynamic users.
server=

# Prints the processes of the program in the root.
processes() {
	local pid
	for pid in $(pgrep -x longwave); do
		[ "$($sudo readlink "/proc/$pid/root")" != "$root" ] || echo "$pid"
	done
}

clean_up() {
	local left
	# They may have ended meanwhile.
	for left in $(processes); do $sudo kill -9 "$left" || true; done
	$sudo rm -rf "$work"
}
trap clean_up EXIT

say() { echo "package: $*"; }
fail() {
	say "FAILED: $*" >&2
	[ ! -f "$work/log" ] || tail -n 20 "$work/log" >&2
	exit 1
}
has() { grep -qF -- "$2" <<<"$1" || fail "$3: $1"; }
inside() { $sudo chroot "$root" "$@"; }

# Prints a setting of the service's unit in the root.
setting() { sed -n "s/^$1=//p" "$root/lib/systemd/system/longwave.service"; }

# Prints the process of the server, if there is one and no other.
process() { [ "$(processes | wc -l)" = 1 ] && processes; }

# Waits until a command succeeds: $1 says what is missing if it never does.
wait_for() {
	local missing=$1 waited=0
	shift
	until "$@"; do
		[ $((waited += 1)) -le 600 ] || fail "$missing"
		sleep 0.1
	done
}

# Runs the command of the unit's setting $1 as the service's user.
run_setting() { eval "$sudo chroot --userspec=$user:$user '$root' $(setting "$1")" >"$work/said" 2>>"$work/log"; }
is_on_air() { grep -q 'on air at' "$work/said"; }

# Starts the server as its unit says, and sets `server` and `address` once it serves.
start() {
	: >"$work/said"
	run_setting ExecStart &
	wait_for "the server is not ready" is_on_air
	server=$(process) || fail "there is no process of the server"
	address=$(sed -n 's|.*on air at http://\(.*\)/$|\1|p' "$work/said")
}

stop() {
	$sudo kill "$server"
	wait_for "the server does not end" has_ended
	server=
}

has_ended() { [ ! -d "/proc/$server" ]; }

# The status of GET $1.
status() { curl -s -o /dev/null -w '%{http_code}' --max-time 30 "http://$address$1"; }

say "two builds are the same to the byte"
templates/package/build "$program" "$work/first"
templates/package/build "$program" "$work/second"
(cd "$work/first" && sha256sum -- *) | (cd "$work/second" && sha256sum --check --quiet) || fail "they differ"
VERSION=99.0 templates/package/build "$program" "$work/next"
deb=$(echo "$work"/first/*.deb)

say "the unit's exposure is at most 2.5"
mkdir "$work/unit"
cp templates/package/longwave.service templates/package/longwave.socket "$work/unit"
exposure=$(systemd-analyze security --offline=true --no-pager --threshold=25 "$work/unit/longwave.service") || fail "$exposure"
grep Overall <<<"$exposure"

say "the list of crates has the program, its libraries and their licences"
jq -e '.bomFormat == "CycloneDX" and .metadata.component.name == "longwave" and (.components | length > 100)
	and all(.components[]; .licenses != []) and any(.components[]; .name == "rustls")
	and all(.components[]; .name != "insta")' "$work"/first/*.cdx.json >/dev/null || fail "it is not as it should be"

copyleft='[.components[] | select(any(.licenses[].expression; test("(?<!L)GPL") and (test(" OR ") | not))) | .name]'
[ "$(jq -c "$copyleft" "$work"/first/*.cdx.json)" = "[]" ] || fail "libraries under the GPL: $(jq -c "$copyleft" "$work"/first/*.cdx.json)"

say "the package is installed in a bare Debian"
if [ ! -f "$cache/debian-systemd.tar" ]; then
	mkdir -p "$cache"
	$sudo mmdebstrap --quiet --variant=apt --include=systemd-sysv "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$work/debian.tar"
	$sudo mv "$work/debian.tar" "$cache/debian-systemd.tar"
fi
mkdir "$root"
$sudo tar -xf "$cache/debian-systemd.tar" -C "$root" --exclude=./dev/*
$sudo cp "$deb" "$root/first.deb"
$sudo cp "$work"/next/*.deb "$root/next.deb"
has "$(inside dpkg -i /first.deb)" "longwave user password admin" "the hint is missing"
[ -L "$root/etc/systemd/system/multi-user.target.wants/longwave.service" ] || fail "the service is not enabled"
[ ! -e "$root/etc/systemd/system/sockets.target.wants/longwave.socket" ] || fail "the socket is enabled"
has "$(inside longwave --version)" longwave "it does not run"

say "the service starts, is set up by root, is taken over from and stops"
[ "$(setting StateDirectory)" = "longwave longwave/data longwave/media" ] || fail "another state directory"
for directory in $(setting StateDirectory); do
	$sudo install -d -m 0700 -o $user -g $user "$root/var/lib/$directory"
done
$sudo cp media/*.opus "$root/var/lib/longwave/media"
# A port that is free; the change of a setting is also to survive the upgrade.
echo 'listen = "127.0.0.1:0"' | $sudo tee -a "$root/etc/longwave/longwave.toml" >/dev/null
start
[ "$(status /readyz)" = 200 ] || fail "it is not on air"
password=$(inside longwave user password admin --generate | grep -oE '[^ ]+$')
inside longwave user add dora --generate >/dev/null
others=$($sudo find "$root/var/lib/longwave/data" ! -user $user)
[ -z "$others" ] || fail "files that the service cannot open: $others"
sign_in() {
	curl -s -o /dev/null -w '%{http_code}' --max-time 30 -H "Origin: http://$address" -d name=admin \
		--data-urlencode "password=$1" "http://$address/login"
}
[ "$(sign_in "$password")" = 303 ] || fail "the new password is not taken: $(sign_in "$password")"
[ "$(sign_in wrong-password)" != 303 ] || fail "any password is taken"
run_setting ExecReload
wait_for "no process takes over" has_ended
server=$(process) || fail "not one process is left"
[ "$(status /readyz)" = 200 ] || fail "the process that took over is not on air at the same port"
stop

say "the package is upgraded: settings and data stay"
inside dpkg -i /next.deb >/dev/null
has "$(inside dpkg-query -W longwave)" 99.0 "it is not the next version"
start
[[ $address = 127.0.0.1:* && $address != *:8000 ]] || fail "the setting is gone: $address"
has "$(inside longwave user list)" dora "the account is gone"
stop

say "the package is removed: data stay; it is purged: they are gone"
inside dpkg -r longwave >/dev/null
[ ! -e "$root/usr/bin/longwave" ] || fail "the program is still there"
[ -f "$root/var/lib/longwave/data/longwave.db" ] && [ -f "$root/etc/longwave/longwave.toml" ] || fail "data are gone"
# As systemd keeps it for a dynamic user.
$sudo mkdir -p "$root/var/lib/private"
$sudo mv "$root/var/lib/longwave" "$root/var/lib/private/longwave"
$sudo ln -s private/longwave "$root/var/lib/longwave"
inside dpkg -P longwave >/dev/null
left=$($sudo find "$root" -xdev -name '*longwave*' ! -path '*/var/lib/dpkg/*')
[ -z "$left" ] || fail "left: $left"

say "the tarball and the image run"
tar -xzf "$work"/first/*.tar.gz -C "$work"
has "$("$work"/longwave-*-linux-*/longwave --version)" longwave "the tarball's program does not run"
mkdir "$work/image" "$work/bundle"
tar -xf "$work"/first/*-oci-*.tar -C "$work/image"
tag=$(umoci list --layout "$work/image")
$sudo umoci unpack --image "$work/image:$tag" "$work/bundle/image"
root=$work/bundle/image/rootfs
entry=$(jq -r '.process.args[0]' "$work/bundle/image/config.json")
has "$($sudo chroot --userspec=1000:1000 "$root" "$entry" --version)" longwave "the image's program does not run"
[ "$(stat -c %u:%a "$root/data")" = 1000:700 ] || fail "the image's user cannot write to its data"
tests/booted.sh "$cache/debian-systemd.tar" "$deb" "$work"/next/*.deb

say "all is well"
