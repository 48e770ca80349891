#!/usr/bin/env bash
# Makes sure that the named parts are on this machine: venv, chromium, fonts, pdftotext, coturn.
# On Debian as root a missing part is installed; elsewhere its name is printed and we stop.
set -euo pipefail

have() {
  case "$1" in
    venv) "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null ;;
    chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null ;;
    fonts) fc-list 2>/dev/null | grep -qi 'noto.*cjk' ;;
    pdftotext) command -v pdftotext >/dev/null ;;
    coturn) command -v turnserver >/dev/null ;;
  esac
}

package_of() {
  case "$1" in
    venv) echo python3-venv ;;
    chromium) echo chromium ;;
    fonts) echo "fontconfig fonts-noto-cjk" ;;
    pdftotext) echo poppler-utils ;;
    coturn) echo coturn ;;
  esac
}

missing=()
for part in "$@"; do
  # shellcheck disable=SC2207
  have "$part" || missing+=($(package_of "$part"))
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "Missing on this machine: ${missing[*]} (Debian's names). Install them and try again." >&2
  exit 1
fi
