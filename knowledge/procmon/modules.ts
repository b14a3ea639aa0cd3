import type { StackModule } from './trace-event.ts';

/**
 * What of Windows stands in the stack of a file or registry operation, for traces that do not name the maker.
 * Filters of Microsoft: https://learn.microsoft.com/windows-hardware/drivers/ifs/allocated-altitudes; the rest is the
 * kernel, file systems, volumes, network redirectors and disks that come with Windows.
 */
const ownKernel = new Set(
  `ntoskrnl.exe ntkrnlpa.exe ntkrnlmp.exe ntkrpamp.exe hal.dll ci.dll clipsp.sys cng.sys ksecdd.sys ksecpkg.sys msrpc.sys tm.sys
  fltmgr.sys ntfs.sys refs.sys refsv1.sys fastfat.sys exfat.sys cdfs.sys udfs.sys npfs.sys msfs.sys cimfs.sys wimmount.sys
  mup.sys rdbss.sys mrxsmb.sys mrxsmb10.sys mrxsmb20.sys mrxdav.sys rdpdr.sys dfsc.sys dfs.sys csc.sys srv.sys srv2.sys srvnet.sys
  bindflt.sys wcifs.sys wcnfs.sys cldflt.sys unionfs.sys prjflt.sys bfs.sys luafv.sys fileinfo.sys filecrypt.sys filetrace.sys
  storqosflt.sys npsvctrig.sys wof.sys wofadk.sys ioqos.sys iorate.sys applockerfltr.sys appid.sys applid.sys dedup.sys quota.sys
  datascrn.sys cbafilt.sys resumekeyfilter.sys svhdxflt.sys vhdmp.sys fsdepends.sys uwfs.sys uwfreg.sys uwfrtl.sys winsetupmon.sys
  wdfilter.sys wdnisdrv.sys mpfilter.sys mpksldrv.sys mssecflt.sys msseccore.sys mssecwfp.sys sysmondrv.sys
  volsnap.sys volmgr.sys volmgrx.sys volume.sys mountmgr.sys partmgr.sys fvevol.sys rdyboost.sys ehstorclass.sys ehstortcgdrv.sys
  disk.sys classpnp.sys storport.sys stornvme.sys storahci.sys ataport.sys atapi.sys spaceport.sys sdbus.sys sdstor.sys usbstor.sys
  uaspstor.sys pci.sys acpi.sys wdf01000.sys wdfldr.sys wppRecorder.sys ndis.sys netio.sys tcpip.sys afd.sys http.sys fwpkclnt.sys
  ahcache.sys bam.sys dam.sys pacer.sys peauth.sys win32k.sys win32kbase.sys win32kfull.sys dxgkrnl.sys watchdog.sys crashdmp.sys
  securekernel.exe skci.dll winhv.sys winhvr.sys vmbus.sys storvsc.sys vmstorfl.sys kdcom.dll pshed.dll bootvid.dll werkernel.sys`
    .toLowerCase()
    .split(/\s+/u),
);

/** Process Monitor and Process Explorer, whose drivers are part of a capture, and the copies that wait for a crash. */
const tools = /^(?:proc(?:mon|exp)\d{0,4}|dump_\w{1,40})\.sys$/u;
const ownMakers = /^(?:Microsoft\b|Sysinternals\b|(?:©|\(c\)) Microsoft\b)/iu;
const ownFolders =
  /^(?:[A-Z]:\\|\\SystemRoot\\|\\\?\?\\[A-Z]:\\)?(?:Windows\\)?(?:System32|SysWOW64|WinSxS|SystemApps|servicing|assembly|Microsoft\.NET)\\/iu;
const setupFolders = /\\\$WINDOWS\.~(?:BT|WS)\\/iu;
const kernelEnd = /\.sys$/iu;
const libraryEnd = /\.dll$/iu;
/** Come with Windows and name their authors. */
const guests = new Set(['winsqlite3.dll', 'libcrypto.dll', 'libarchive.dll']);

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}

/** The drivers of others, each once, innermost first. */
export function foreignDrivers(stack: readonly StackModule[]): string[] {
  return names(stack.filter((module) => module.isKernel && isForeignDriver(module)));
}

/** The libraries of others that were loaded into the process and stand in the stack, each once. */
export function foreignLibraries(stack: readonly StackModule[]): string[] {
  return names(stack.filter((module) => !module.isKernel && isForeignLibrary(module)));
}

function isForeignDriver({ path, company }: StackModule): boolean {
  const name = nameOf(path).toLowerCase();
  if (!kernelEnd.test(name) || tools.test(name)) {
    return false;
  }
  return company === '' ? !ownKernel.has(name) : !ownMakers.test(company);
}

function isForeignLibrary({ path, company }: StackModule): boolean {
  const isWindows = ownMakers.test(company) || setupFolders.test(path);
  if (isWindows || !libraryEnd.test(path) || guests.has(nameOf(path).toLowerCase())) {
    return false;
  }
  return company !== '' || !ownFolders.test(path);
}

const nameLimit = 60;
const unsafe = /[^\w.()+ -]/gu;

/** A name is taken from the trace: it is shown only as far as it looks like one. */
function names(modules: readonly StackModule[]): string[] {
  const all = modules.map(({ path }) => nameOf(path).slice(0, nameLimit).replace(unsafe, '_'));
  return [...new Map(all.map((name) => [name.toLowerCase(), name])).values()].slice(0, 8);
}
