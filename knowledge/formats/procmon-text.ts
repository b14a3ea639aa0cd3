import type { BlockFormat } from '../format.ts';
import { beginsTable, TableReader } from '../procmon/table.ts';
import { procmonFormat } from '../procmon/trace-event.ts';
import { beginsTraceXml, TraceXmlReader } from '../procmon/trace-xml.ts';

/** Rows of a Process Monitor trace: saved as CSV, or copied out of its window. */
export const procmonTable: BlockFormat = {
  name: procmonFormat,
  owns: true,
  heads: ['"Time of Day"', '"Process Name"'],
  begins: beginsTable,
  open: (input, onRecord) => new TableReader(input, onRecord),
  samples: [
    {
      text: [
        '"Time of Day","Process Name","PID","Operation","Path","Result","Detail"',
        '"10:20:31.1234567 AM","TiWorker.exe","4100","CreateFile","C:\\Windows\\WinSxS\\amd64_example\\a.dll","ACCESS DENIED","Desired Access: Generic Write, Disposition: Open, Options: , Attributes: n/a"',
      ].join('\r\n'),
      reads: [
        {
          format: procmonFormat,
          time: undefined,
          component: 'TiWorker.exe',
          text: 'AccessDenied: TiWorker.exe CreateFile "C:\\Windows\\WinSxS\\amd64_example\\a.dll" Desired Access: Generic Write',
        },
        { component: 'Procmon', text: 'ProcmonTrace: 1 events, 1 denied to servicing' },
      ],
    },
    {
      text: '10:20:31.1234567\tTiWorker.exe\t4100\tCreateFile\tC:\\Windows\\WinSxS\\amd64_example\\a.dll\tSHARING VIOLATION\tDesired Access: Delete, Disposition: Open',
      reads: [
        {
          text: 'SharingViolation: TiWorker.exe CreateFile "C:\\Windows\\WinSxS\\amd64_example\\a.dll" Desired Access: Delete',
        },
        { component: 'Procmon' },
      ],
    },
  ],
};

/** The same as XML. */
export const procmonXml: BlockFormat = {
  name: procmonFormat,
  owns: true,
  heads: ['<procmon>', '<processlist>', '<eventlist>'],
  begins: beginsTraceXml,
  open: (input, onRecord) => new TraceXmlReader(input, onRecord),
  samples: [
    {
      text: [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<procmon><processlist></processlist><eventlist>',
        '<event>',
        '<ProcessIndex>7</ProcessIndex>',
        '<Time_of_Day>10:20:31.1234567 AM</Time_of_Day>',
        '<Process_Name>setuphost.exe</Process_Name>',
        '<PID>4100</PID>',
        '<Operation>WriteFile</Operation>',
        '<Path>C:\\$WINDOWS.~BT\\NewOS\\Windows\\System32\\a&amp;b.dll</Path>',
        '<Result>ACCESS DENIED</Result>',
        '<Detail>Offset: 0, Length: 4,096</Detail>',
        '<stack>',
        '<frame><depth>0</depth><address>0xfffff80000001000</address><path>C:\\Windows\\System32\\drivers\\FLTMGR.SYS</path><location>FltIsCallbackDataDirty + 0x10</location></frame>',
        '<frame><depth>1</depth><address>0xfffff80000002000</address><path>C:\\Windows\\System32\\drivers\\exampleflt.sys</path><location></location></frame>',
        '</stack>',
        '</event>',
        '</eventlist></procmon>',
      ].join('\r\n'),
      reads: [
        {
          format: procmonFormat,
          component: 'setuphost.exe',
          text: 'AccessDenied: setuphost.exe WriteFile "C:\\$WINDOWS.~BT\\NewOS\\Windows\\System32\\a&b.dll"; stack: drivers of others: exampleflt.sys',
        },
        {
          component: 'Procmon',
          text: 'ProcmonTrace: 1 events, 1 denied to servicing; FilterDrivers: exampleflt.sys',
        },
      ],
    },
  ],
};
