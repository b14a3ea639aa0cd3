import { expect, it } from 'vitest';
import { createAnswering, diagnoseText } from '../../support/answering.ts';

const deps = await createAnswering();

/** https://learn.microsoft.com/windows/deployment/upgrade/setupdiag, and two names of older versions. */
const rules: Readonly<Record<string, readonly string[]>> = {
  'compat-scan-only': ['CompatScanOnly'],
  'bitlocker-block': ['BitLockerHardblock'],
  'boot-mode-block': [
    'VHDHardblock',
    'PortableWorkspaceHardblock',
    'AuditModeHardblock',
    'SafeModeHardblock',
  ],
  'system-partition-full': ['InsufficientSystemPartitionDiskSpaceHardblock'],
  'incompatible-app-block': [
    'CompatBlockedApplicationAutoUninstall',
    'CompatBlockedApplicationDismissable',
    'CompatBlockedFODDismissable',
    'CompatBlockedApplicationManualUninstall',
    'HardblockApplication',
  ],
  'upgrade-requirement-block': ['GenericCompatBlock'],
  'safeguard-hold': ['GatedCompatBlock'],
  'incompatible-driver-block': ['HardblockDeviceOrDriver'],
  'language-mismatch-media': ['HardblockMismatchedLanguage'],
  'flight-signing-block': ['HardblockFlightSigning'],
  'disk-space-insufficient': ['DiskSpaceBlockInDownLevel', 'DiskSpaceFailure'],
  'wim-mount-driver-broken': [
    'PreReleaseWimMountDriverFound',
    'WimMountDriverIssue',
    'WimMountFailure',
  ],
  'bugcheck-during-setup': [
    'DebugSetupMemoryDump',
    'DebugMemoryDump',
    'FindDebugInfoFromRollbackLog',
  ],
  'setup-parent-exited': ['DebugSetupCrash'],
  'device-install-hang': ['DeviceInstallHang'],
  'driver-migration-failed': [
    'DriverPackageMissingFileFailure',
    'UserProvidedDriverInjectionFailure',
    'DriverMigrationFailure',
    'UnknownDriverMigrationFailure',
  ],
  'unsigned-driver-boot-failure': ['UnsignedDriverBootFailure'],
  'safeos-boot-failure': ['BootFailureDetected'],
  'migration-plugin-failure': [
    'FindMigApplyUnitFailure',
    'FindMigGatherUnitFailure',
    'FindFatalPluginFailure',
    'MigrationAbortedDueToPluginFailure',
  ],
  'migration-object-unreadable': ['FindMigGatherApplyFailure'],
  'optional-component-open-failed': [
    'OptionalComponentFailedToGetOCsFromPackage',
    'OptionalComponentOpenPackageFailed',
    'OptionalComponentInitCBSSessionFailed',
    'OptionalComponentInstallFailure',
  ],
  'safeos-update-failed': ['CriticalSafeOSDUFailure'],
  'profile-migration-corrupt': [
    'UserProfileCreationFailureDuringOnlineApply',
    'UserProfileCreationFailureDuringFinalize',
    'UserProfileSuffixMismatch',
    'DuplicateUserProfileFailure',
  ],
  'image-apply-failed': ['WimApplyExtractFailure'],
  'dism-session-failure': ['DISMImageSessionFailure', 'DISMproviderFailure'],
  'setupdiag-rule-clue': [
    'PlugInComplianceBlock',
    'WinSetupBootFilterFailure',
    'AdvancedInstallerFailed',
    'AdvancedInstallerPluginInstallFailed',
    'AdvancedInstallerGenericFailure',
    'UpdateAgentExpanderFailure',
    'DISMAddPackageFailed',
    'SysPrepLaunchModuleFailure',
    'FindSetupHostReportedFailure',
    'FindDownlevelFailure',
    'FindAbruptDownlevelFailure',
    'FindEarlyDownlevelError',
    'FindSPFatalError',
    'FindSetupPlatformFailedOperationInfo',
    'FindRollbackFailure',
  ],
};
const guid = '00000000-1111-2222-3333-444444444444';
const cases = Object.entries(rules).flatMap(([signature, names]) =>
  names.map((name) => ({ name, signature })),
);

it.each(cases)('knows $name in each form that SetupDiag writes', async ({ name, signature }) => {
  const forms = [
    `Matching Profile found: ${name} - ${guid}`,
    `<SetupDiag>\n<ProfileName>${name}</ProfileName>\n<ProfileGuid>${guid}</ProfileGuid>\n</SetupDiag>`,
    JSON.stringify({ Version: '1.7.0.0', ProfileName: name, ProfileGuid: guid, FailureData: [] }),
  ];

  const found = await Promise.all(forms.map((text) => diagnoseText(text, deps)));

  expect(found.map(({ causes }) => causes[0]?.signature)).toEqual(forms.map(() => signature));
});

it('says nothing of rules that SetupDiag only tried, nor of an upgrade that went well', async () => {
  const tried = cases.map(({ name }) => `SetupDiag: processing rule: ${name}.\n...No match.`);
  const text = [...tried, `Matching Profile found: FindSuccessfulUpgrade - ${guid}`].join('\n');

  const { causes } = await diagnoseText(text, deps);

  expect(causes).toEqual([]);
});
