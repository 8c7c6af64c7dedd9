#!/bin/sh
# For cron: 30 4 * * * /opt/framing/nightly.sh
# cron mails what is printed, so a good night sends nothing.
set -u
feeds=${FEEDS:-/etc/framing/feeds.toml}
night=${NIGHT:-/var/lib/framing/night}
framing=${FRAMING:-/opt/framing/bin/framing}
mkdir -p "$night"
"$framing" batch run "$feeds" -o "$night" > "$night/last.txt" 2>&1
status=$?
case $status in
  0) ;;
  3) echo "framing: look at the morning page"; "$framing" batch status -o "$night" || true ;;
  *) echo "framing: the nightly run failed (status $status)"; tail -n 20 "$night/last.txt"; exit "$status" ;;
esac
