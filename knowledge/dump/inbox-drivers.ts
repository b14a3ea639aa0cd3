/** The kernel and the drivers that come with Windows 10 and 11, as far as dumps name them often. */
export const inboxDrivers: ReadonlySet<string> = new Set(
  `ntoskrnl.exe ntkrnlmp.exe ntkrnlpa.exe ntkrpamp.exe hal.dll halmacpi.dll halacpi.dll kd.dll kdcom.dll kdstub.dll
  mcupdate.dll mcupdate_genuineintel.dll mcupdate_authenticamd.dll pshed.dll bootvid.dll ci.dll clfs.sys tm.sys cng.sys
  ksecdd.sys ksecpkg.sys msrpc.sys werkernel.sys ntosext.sys skci.dll securekernel.exe hvloader.sys hvix64.exe hvax64.exe
  winhv.sys winhvr.sys win32k.sys win32kbase.sys win32kfull.sys win32kns.sys cdd.dll tsddd.dll dxgkrnl.sys dxgmms1.sys
  dxgmms2.sys watchdog.sys displaymux.sys basicdisplay.sys basicrender.sys monitor.sys indirectkmd.sys fltmgr.sys fileinfo.sys
  wof.sys wcifs.sys cldflt.sys bindflt.sys luafv.sys fileTrace.sys storqosflt.sys bfs.sys applockerfltr.sys wdfilter.sys
  wdboot.sys wdnisdrv.sys mssecflt.sys mssecwfp.sys mssecsvc.sys ntfs.sys refs.sys refsv1.sys fastfat.sys exfat.sys udfs.sys
  cdfs.sys npfs.sys msfs.sys mup.sys dfsc.sys rdbss.sys csc.sys mrxsmb.sys mrxsmb10.sys mrxsmb20.sys mrxdav.sys srv.sys
  srv2.sys srvnet.sys http.sys afd.sys tdx.sys tdi.sys tcpip.sys netio.sys ndis.sys ndisuio.sys ndiscap.sys ndisimplatform.sys
  ndiswan.sys ndisvirtualbus.sys fwpkclnt.sys wfplwfs.sys netbt.sys netbios.sys nsiproxy.sys pacer.sys lltdio.sys rspndr.sys
  mslldp.sys mpsdrv.sys ipfltdrv.sys ipnat.sys wanarp.sys rassstp.sys rasl2tp.sys raspptp.sys raspppoe.sys agilevpn.sys
  vmswitch.sys vmsproxy.sys vmbus.sys vmbkmcl.sys vmbkmclr.sys netvsc.sys storvsc.sys vpcivsp.sys acpi.sys acpiex.sys
  acpipagr.sys acpitime.sys acpipmi.sys wmilib.sys pci.sys pcw.sys intelpep.sys intelppm.sys amdppm.sys processr.sys msisadrv.sys
  vdrvroot.sys pdc.sys cea.sys sleepstudyhelper.sys spaceport.sys partmgr.sys volmgr.sys volmgrx.sys volume.sys volsnap.sys
  mountmgr.sys disk.sys classpnp.sys crashdmp.sys dumpfve.sys dump_dumpfve.sys dump_diskdump.sys dump_storport.sys
  dump_stornvme.sys dump_storahci.sys dump_dumpstorport.sys storport.sys stornvme.sys storahci.sys storufs.sys sdstor.sys
  sdbus.sys iorate.sys rdyboost.sys ehstorclass.sys ehstortcgdrv.sys fvevol.sys cdrom.sys ataport.sys atapi.sys pciide.sys
  pciidex.sys scsiport.sys usbd.sys usbport.sys usbhub.sys usbhub3.sys usbxhci.sys ucx01000.sys usbehci.sys usbuhci.sys
  usbohci.sys usbccgp.sys usbstor.sys uaspstor.sys usbvideo.sys usbser.sys ucmcx.sys ucmucsicx.sys ucmucsiacpiclient.sys
  urscx01000.sys urschipidea.sys hidclass.sys hidparse.sys hidusb.sys hidi2c.sys kbdhid.sys mouhid.sys kbdclass.sys mouclass.sys
  i8042prt.sys sermouse.sys serial.sys serenum.sys vwififlt.sys vwifibus.sys vwifimp.sys nwifi.sys wdiwifi.sys wificx.sys
  netadaptercx.sys bthport.sys bthusb.sys bthenum.sys bthpan.sys bthleenum.sys rfcomm.sys wdf01000.sys wdfldr.sys wudfrd.sys
  wudfpf.sys wppRecorder.sys umbus.sys umpass.sys uefi.sys mssmbios.sys tpm.sys vhdmp.sys condrv.sys null.sys beep.sys
  compositebus.sys rdpbus.sys rdpdr.sys rdpvideominiport.sys terminpt.sys tsusbflt.sys tsusbhub.sys swenum.sys ks.sys portcls.sys
  drmk.sys hdaudbus.sys hdaudio.sys usbaudio.sys usbaudio2.sys ksthunk.sys mskssrv.sys mmcss.sys bam.sys dam.sys gpuenergydrv.sys
  ahcache.sys registry.sys peauth.sys secdrv.sys storvsp.sys tunnel.sys filecrypt.sys applicationframe.sys cimfs.sys
  pwsysdrv.sys winnat.sys wimmount.sys winsetupboot.sys winsetupmon.sys wpdupfltr.sys mspqm.sys hwpolicy.sys dumpsd.sys
  battc.sys cmbatt.sys compbatt.sys buttonconverter.sys gpioclx0101.sys msgpioclx.sys msgpiowin32.sys spbcx.sys sercx2.sys
  pnpmem.sys errdev.sys kdnic.sys qwavedrv.sys p9rdr.sys lxcore.sys lxss.sys prm.sys`
    .toLowerCase()
    .split(/\s+/u),
);
