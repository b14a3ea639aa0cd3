/**
 * English that a branch reads without help: names of Windows parts and tools, and abbreviations that the desk's
 * letters use. Everything else is put into Chinese, or explained in brackets where it stands.
 */
export const knownTerms: ReadonlySet<string> = new Set(
  `
  iisreset wsusutil clr_optimization clr optimization servicingstack mklink scanonly exe dll sys inf cat mum msu msi cab log txt xml dmp etl evtx wim Modules Program Files Manager Component Based Installer TEMP IBSLIB ESENT ECDHE RUNNING DISABLED NTFS Ntfs WIMMount spp WUServer UseWUServer ACCESS DENIED bootmgr current default https
  Windows Microsoft Update Server Office Azure Defender Edge Hyper-V Intel AMD Lenovo Dell HP VMware
  Installer TrustedInstaller TiWorker SetupHost DismHost Setup setup SetupDiag WinPE WinRE WinSxS
  Panther Rollback SoftwareDistribution DriverStore FileRepository ProfileList DriverOperations catroot2 Servicing
  Process Monitor Procmon Operational System Application Security Setup Code Integrity CodeIntegrity
  Clean Boot AppLocker WDAC ASR WSUS IIS SQL AD GPO MDM Intune SCCM ConfigMgr DISM CBS CSI DPX SPP PSFX SSU LCU FOD
  RSAT NET HTTP HTTPS TLS SSL SOAP URL DNS IP DHCP VPN TCP UDP ID API COM DCOM RPC WMI MSI MSU UWP ACL SID UAC UI
  BIOS UEFI EFI ESP BCD MBR GPT NTFS FAT32 ReFS VHD WIM ESD ISO USB SSD HDD TPM CPU GPU RAM PC CRC GUID INF CAB ZIP PML EVTX XML JSON CSV
  LTSC BitLocker OneDrive Outlook Teams Slack Word Excel OpenSSH GRUB Linux Ghost Sysprep Appx
  Store Explorer Chkdsk Wininit WindowsUpdateClient WinSetupDiag02 CompatData APPRAISER_HumanReadable CbsPersist CMGELogCollector CMGE_Log
  SYSTEM Administrators Administrator Users Everyone COMPONENTS SOFTWARE HKLM HKU TxR CLFS KTM
  PowerShell cmd winver sfc dism reg sc net fltmc chkdsk diskpart bcdedit reagentc icacls pnputil wevtutil manage-bde sysprep wusa msconfig gpedit regedit services
  wuauserv bits cryptsvc MpsSvc BFE msiserver TMS USO BITS DO KB MB GB TB CAS UTC GLE IT OEM NVMe RAID IRST
  `
    .trim()
    .split(/\s+/u),
);

/** What a command of a step may begin with. `setup.exe` may stand on any drive. */
export const knownCommands: ReadonlySet<string> = new Set(
  `
  dism sfc bcdedit bcdboot bootrec manage-bde mountvol reagentc diskpart chkdsk chkntfs fsutil defrag cleanmgr
  reg sc net netsh wevtutil icacls takeown attrib whoami schtasks gpupdate gpresult rsop.msc secedit
  dir copy xcopy robocopy ren move del rmdir rd mkdir md type find findstr echo cd where tasklist taskkill shutdown
  pnputil sigverif uwfmgr.exe driverquery fltmc verifier msinfo32 systeminfo winver wmic powershell cscript certutil signtool lodctr winmgmt regsvr32 msiexec
  mklink wsusutil wusa wusa.exe setup.exe setupdiag.exe procmon.exe wpr wpr.exe wpa lpksetup msconfig w32tm nslookup ping tracert curl slmgr.vbs
  devmgmt.msc systempropertiesadvanced.exe cmgelogcollector.exe iisreset appcmd wsusutil.exe usoclient expand expand.exe mofcomp winrm vssadmin eventvwr logman tracerpt nltest
  `
    .trim()
    .split(/\s+/u),
);
