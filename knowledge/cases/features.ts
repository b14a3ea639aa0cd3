import type { Features } from './case.ts';
import { products } from './products.ts';

/** More of one kind than this is a dump, not a description. */
const MOST = 60;

/** What retrieval matches exactly, taken from prose and log lines alike. */
export function extractFeatures(text: string): Features {
  return {
    codes: unique(findCodes(text)),
    files: unique(findFiles(text)),
    kbs: unique((text.match(KB) ?? []).map((kb) => `KB${kb.slice(-7).replace(NOT_DIGIT, '')}`)),
    components: unique(findComponents(text)),
    drivers: unique(findDrivers(text)),
    products: products.filter(({ pattern }) => pattern.test(text)).map(({ name }) => name),
  };
}

export function mergeFeatures(one: Features, other: Features): Features {
  return {
    codes: unique([...one.codes, ...other.codes]),
    files: unique([...one.files, ...other.files]),
    kbs: unique([...one.kbs, ...other.kbs]),
    components: unique([...one.components, ...other.components]),
    drivers: unique([...one.drivers, ...other.drivers]),
    products: unique([...one.products, ...other.products]),
  };
}

function unique(values: string[]): string[] {
  return [...new Set(values)].slice(0, MOST);
}

const KB = /(?<![A-Za-z])KB ?\d{6,7}(?!\d)/gi;
const NOT_DIGIT = /\D/g;

/** `[gle=…]` is the last error of whatever ran before, not of the record it stands on. */
const LAST_ERROR = /\[?gle ?= ?0x[0-9a-f]{8}\]?/gi;
const CODE =
  /(?<![0-9a-z])0x([89cd][0-9a-f]{7})(?![0-9a-z])|(?<![0-9a-z_\-{.:\\/~])(80(?:0[0-9a-f]|07|18|19|24|29|96)[0-9a-f]{4}|c(?:000|014|015|080|142|144|19[0-9a-f])[0-9a-f]{4}|d000[0-9a-f]{4})(?![0-9a-z_\-}.@])/gi;
const DECIMAL = /^\d+$/;

function findCodes(text: string): string[] {
  const codes: string[] = [];
  for (const [, marked, bare] of text.replace(LAST_ERROR, ' ').matchAll(CODE)) {
    const digits = (marked ?? bare ?? '').toLowerCase();
    if (marked || !DECIMAL.test(digits) || HRESULT.test(digits)) {
      codes.push(`0x${digits}`);
    }
  }
  return codes;
}

/** Codes without a letter are believed only in the facilities of updates and Win32. */
const HRESULT = /^80(?:07|24)0\d{3}$/;

const FILE = /[A-Za-z0-9_.~-]{1,80}\.(?:dll|exe|inf|stl|ocx|cpl|mum|efi)(?![A-Za-z0-9])/gi;
const DRIVER = /[A-Za-z0-9_-]{1,60}\.sys(?![A-Za-z0-9])/gi;
/** `wpdmtp.inf_31bf…`: the name of a component, not a file that somebody met. */
const IN_IDENTITY = /^(?:amd64|x86|wow64|msil)_/i;
/** What collects logs, starts installations or stands in every log. */
const TOOLS = new Set(
  'procmon.exe procmon64.exe setupdiag.exe cmgelogcollector.exe wprui.exe wpr.exe psexec.exe regsvr32.exe cmd.exe regedit.exe powershell.exe setup.exe msconfig.exe ntoskrnl.exe dism.exe explorer.exe wusa.exe svchost.exe notepad.exe'.split(
    ' ',
  ),
);
const INBOX_DRIVERS = new Set(
  'fltmgr.sys fileinfo.sys ntfs.sys wof.sys luafv.sys procmon23.sys procmon24.sys wcifs.sys cldflt.sys storqosflt.sys bindflt.sys filecrypt.sys npsvctrig.sys wdfilter.sys ntoskrnl.sys tcpip.sys volsnap.sys'.split(
    ' ',
  ),
);
/** How people misspell the one file that most cases are about. */
const MISSPELT: Readonly<Record<string, string>> = {
  'wtpmtp.dll': 'wpdmtp.dll',
  'wdpmtp.dll': 'wpdmtp.dll',
};

function findFiles(text: string): string[] {
  return (text.match(FILE) ?? [])
    .filter((name) => !IN_IDENTITY.test(name))
    .map((name) => name.toLowerCase().replace(LEADING, ''))
    .map((name) => MISSPELT[name] ?? name)
    .filter((name) => !TOOLS.has(name));
}

/** Files in flight carry a transaction number before their name. */
const LEADING = /^(?:[.~-]+|[0-9a-f]{32}_)/;

function findDrivers(text: string): string[] {
  return (text.match(DRIVER) ?? [])
    .map((name) => name.toLowerCase())
    .filter((name) => !INBOX_DRIVERS.has(name));
}

const NAMED_COMPONENT = /\bComponent ([A-Za-z][A-Za-z0-9.-]{3,100}), version/g;
const PACKAGE = /\bPackage(?:_\d{1,5})?_for_[A-Za-z]{3,40}(?:_\d{1,8})?/g;
const IDENTITY =
  /(?<![A-Za-z0-9])(?:amd64|x86|wow64|msil)_([A-Za-z][A-Za-z0-9._-]{3,100})_31bf3856ad364e35/gi;
const FULL_NAME = /\bMicrosoft-Windows-[A-Za-z][A-Za-z0-9.-]{2,100}/g;
const INSTALLER = /Installer name: '([A-Za-z ]{3,40})'/g;
const NOT_COMPONENT = /^microsoft-windows-(?:windowsupdateclient|servicing|setup)$/;

function findComponents(text: string): string[] {
  const named = [NAMED_COMPONENT, IDENTITY, INSTALLER].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((found) => found[1] ?? ''),
  );
  return [...named, ...(text.match(FULL_NAME) ?? []), ...(text.match(PACKAGE) ?? [])]
    .map((name) => name.toLowerCase())
    .filter((name) => !NOT_COMPONENT.test(name));
}
