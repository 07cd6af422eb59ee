#!/usr/bin/env bash
# Runs every Rust test. Integration tests play in real time, several at once on however many cores there are, so a busy machine can
# keep one waiting longer than any bound that would still notice a hang. One that fails among others runs again, alone, where it
# has to pass, and is named at the end. More than five failures are no accident: those are not tried again.
set -euo pipefail
cargo=${CARGO:-cargo}
most=5

"$cargo" test --release --no-run
"$cargo" test --release --lib
"$cargo" test --release --doc

report=$(mktemp)
trap 'rm -f "$report"' EXIT
if "$cargo" test --release --test it 2>&1 | tee "$report"; then
	exit 0
fi
# The names stand below the last line that says `failures:`.
mapfile -t failed < <(awk '/^failures:$/ { names = ""; next } /^    [a-z0-9_:]+$/ { names = names $1 "\n" } END { printf "%s", names }' "$report")
if [ "${#failed[@]}" -eq 0 ] || [ "${#failed[@]}" -gt "$most" ]; then
	echo "the integration tests failed: ${#failed[@]} of them" >&2
	exit 1
fi
for name in "${failed[@]}"; do
	echo "failed among others, runs again alone: $name"
	"$cargo" test --release --test it -- --exact --nocapture "$name"
done
echo "passed only alone: ${failed[*]}"
