#!/bin/sh
# For cron: 30 5 * * * /opt/framing/folder.sh
# A report of yesterday's folder of articles, under its date. cron mails what is printed, so a good night sends nothing.
set -u
articles=${ARTICLES:-$HOME/articles}
reports=${REPORTS:-$HOME/reports}
framing=${FRAMING:-/opt/framing/bin/framing}
day=${1:-$(date -d yesterday +%F 2>/dev/null || date -v-1d +%F)}
[ -n "$day" ] || { echo "framing: name the day: folder.sh 2026-05-01"; exit 2; }
mkdir -p "$reports"
"$framing" report "$articles/$day" -o "$reports/$day" > "$reports/$day.log" 2>&1
status=$?
case $status in
  0) ;;
  3) echo "framing: some articles of $day failed"; cat "$reports/$day.log" ;;
  *) echo "framing: no report of $day (status $status)"; cat "$reports/$day.log"; exit "$status" ;;
esac
