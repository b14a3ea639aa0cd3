import type { BlockFormat } from '../format.ts';
import { readKey } from '../registry/keys.ts';
import { registryHead } from '../registry/lines.ts';
import { RegistryReader, registryFormat } from '../registry/reader.ts';

/** `.reg` files of both versions, and what `reg query` prints. */
export const registry: BlockFormat = {
  name: registryFormat,
  owns: true,
  heads: ['Windows Registry Editor', 'HKEY_LOCAL_MACHINE\\', 'HKEY_CURRENT_USER\\'],
  begins: (line) => (line.includes('HK') ? readKey(line) !== undefined : registryHead.test(line)),
  open: (input, onRecord) => new RegistryReader(input, onRecord),
  samples: [
    {
      text: [
        'Windows Registry Editor Version 5.00',
        '',
        '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate]',
        '"WUServer"="http://wsus.example.com:8530"',
        '"TargetReleaseVersion"=dword:00000001',
        '"Gone"=-',
        '',
        '[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager]',
        '"PendingFileRenameOperations"=hex(7):5c,00,3f,00,3f,00,5c,00,43,00,3a,00,5c,00,\\',
        '  61,00,00,00,00,00,62,00,00,00,00,00',
        '',
        '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending]',
        '',
        '[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Example]',
      ].join('\r\n'),
      reads: [
        {
          component: 'Registry',
          text: '[HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate] WUServer = http://wsus.example.com:8530',
        },
        {
          text: '[HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate] TargetReleaseVersion = 1',
        },
        {
          text: '[HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager] PendingFileRenameOperations = \\??\\C:\\a | | b',
        },
        {
          text: '[HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending]',
        },
      ],
    },
    {
      text: [
        'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion',
        '    ProductName    REG_SZ    Windows 10 Enterprise',
        '    CurrentBuild    REG_SZ    19045',
        '    UBR    REG_DWORD    0xfca',
      ].join('\r\n'),
      reads: [
        {
          text: '[HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion] ProductName = Windows 10 Enterprise',
        },
        { text: '[HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion] CurrentBuild = 19045' },
        { text: '[HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion] UBR = 4042' },
        { text: '[HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion] OSBuild = 19045.4042' },
      ],
    },
  ],
};
