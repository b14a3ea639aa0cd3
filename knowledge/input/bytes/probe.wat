;; Goes through the lines of a window and looks for literals in each.
;; `probe-js.ts` does the same in TypeScript and says what each step means; `build.ts` makes `probe-binary.ts` of this.
(module
  (memory (export "memory") 123)

  ;; Layout, in bytes; the same as in `probe.ts`.
  ;; The state is at 0: position, lines before it; then what was found: start, end, lines before it.
  ;; At 64 and 80: what stood behind the time of the line that was taken apart last.
  ;; Masks of 1 to 16 bytes end before 112 and a number behind.
  (data (i32.const 96) "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")
  (global $gathered i32 (i32.const 1024))
  (global $gatheredEnd i32 (i32.const 2048))
  (global $squeezed i32 (i32.const 4096))
  (global $longestSqueezed i32 (i32.const 61376))
  (global $tags i32 (i32.const 65536))
  (global $slots i32 (i32.const 98304))
  (global $known i32 (i32.const 360448))
  (global $knownEnd i32 (i32.const 4849664))
  ;; The bitmap begins at 4849664.
  (global $grams i32 (i32.const 5111808))

  (global $knownNext (mut i32) (i32.const 360448))
  (global $knownCount (mut i32) (i32.const 0))

  ;; Of the line that is looked at: where its head ends, where its line feed stands, and whether blanks stand side by
  ;; side behind the head.
  (global $text (mut i32) (i32.const 0))
  (global $end (mut i32) (i32.const 0))
  (global $hasRuns (mut i32) (i32.const 0))

  ;; To learn of lines that are alike takes as long as to look through some dozens: only while such lines do come.
  (global $credit (mut i32) (i32.const 16384))

  ;; Around the literals with any digits that were found.
  (global $low (mut i32) (i32.const 0))
  (global $high (mut i32) (i32.const 0))

  ;; Of what was gathered.
  (global $hash (mut i32) (i32.const 0))

  ;; Of the head at 64: how long it is with its time, 0 for none, and the kind of its line.
  (global $headLength (mut i32) (i32.const 0))
  (global $headKind (mut i32) (i32.const 0))

  ;; True for "dddd-dd-dd dd:dd:dd".
  (func $timed (param $at i32) (result i32)
    (local $v v128) (local $w v128)
    (local.set $v (v128.load (local.get $at)))
    (local.set $w (v128.load offset=3 (local.get $at)))
    (i8x16.all_true
      (v128.and
        (v128.or
          (i8x16.eq (local.get $v)
            (v128.const i8x16 255 255 255 255 45 255 255 45 255 255 32 255 255 58 255 255))
          (v128.and
            (i8x16.lt_u (i8x16.sub (local.get $v) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 10)))
            (v128.const i8x16 255 255 255 255 0 255 255 0 255 255 0 255 255 0 255 255)))
        (v128.or
          (i8x16.eq (local.get $w)
            (v128.const i8x16 255 45 255 255 45 255 255 32 255 255 58 255 255 58 255 255))
          (v128.and
            (i8x16.lt_u (i8x16.sub (local.get $w) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 10)))
            (v128.const i8x16 255 0 255 255 0 255 255 0 255 255 0 255 255 0 255 255))))))

  ;; True for ", Info  ", ", Error " and ", Warning ".
  (func $leveled (param $at i32) (result i32)
    (local $level i64)
    (local.set $level (i64.load (local.get $at)))
    (if (i64.eq (local.get $level) (i64.const 0x20206f666e49202c)) (then (return (i32.const 1))))
    (if (i64.eq (local.get $level) (i64.const 0x20726f727245202c)) (then (return (i32.const 1))))
    (i32.and
      (i64.eq (local.get $level) (i64.const 0x6e696e726157202c))
      (i32.eq (i32.load16_u offset=8 (local.get $at)) (i32.const 0x2067))))

  (func $blank (param $byte i32) (result i32)
    (i32.or (i32.eq (local.get $byte) (i32.const 32)) (i32.eq (local.get $byte) (i32.const 9))))

  ;; Behind the blanks.
  (func $skipBlanks (param $at i32) (result i32)
    (loop $next
      (if (call $blank (i32.load8_u (local.get $at)))
        (then (local.set $at (i32.add (local.get $at) (i32.const 1))) (br $next))))
    (local.get $at))

  ;; How long the component is, of the common ones in front of a blank.
  (func $component (param $at i32) (result i32)
    (local $word i32)
    (local.set $word (i32.load (local.get $at)))
    ;; "CBS ", "CSI ", "DPX ", "MIG "
    (if (i32.or
          (i32.or (i32.eq (local.get $word) (i32.const 0x20534243)) (i32.eq (local.get $word) (i32.const 0x20495343)))
          (i32.or (i32.eq (local.get $word) (i32.const 0x20585044)) (i32.eq (local.get $word) (i32.const 0x2047494d))))
      (then (return (i32.const 3))))
    ;; "SP "
    (if (i32.eq (i32.and (local.get $word) (i32.const 0xffffff)) (i32.const 0x205053)) (then (return (i32.const 2))))
    ;; "DISM "
    (if (i32.and (i32.eq (local.get $word) (i32.const 0x4d534944))
          (i32.eq (i32.load8_u offset=4 (local.get $at)) (i32.const 32)))
      (then (return (i32.const 4))))
    ;; "MOUPG "
    (if (i32.and (i32.eq (local.get $word) (i32.const 0x50554f4d))
          (i32.eq (i32.load16_u offset=4 (local.get $at)) (i32.const 0x2047)))
      (then (return (i32.const 5))))
    (i32.const 0))

  ;; Sets $text to the last blank of the head; to the beginning of a line without a head that is known here.
  ;; 0: no such head; 1: the line surely begins a record; 2: its component is "CSI".
  (func $head (param $start i32) (result i32)
    (local $at i32) (local $kind i32) (local $component i32)
    (if (i32.eqz (call $timed (local.get $start)))
      (then (global.set $text (local.get $start)) (return (i32.const 0))))
    (if (global.get $headLength)
      (then
        (if (i32.eqz (i32.or
              (v128.any_true (v128.or
                (v128.xor (v128.load offset=19 (local.get $start)) (v128.load (i32.const 64)))
                (v128.xor (v128.load offset=34 (local.get $start)) (v128.load (i32.const 80)))))
              (call $blank (i32.load8_u offset=1 (i32.add (local.get $start) (global.get $headLength))))))
          (then
            (global.set $text (i32.add (local.get $start) (global.get $headLength)))
            (return (global.get $headKind))))))
    (if (i32.eqz (call $leveled (i32.add (local.get $start) (i32.const 19))))
      (then (global.set $text (local.get $start)) (return (i32.const 0))))
    ;; No level is shorter than "Info" or longer than "Warning".
    (local.set $at (i32.add (local.get $start) (i32.const 25)))
    (loop $letters
      (if (i32.lt_u (i32.sub (i32.load8_u (local.get $at)) (i32.const 97)) (i32.const 26))
        (then (local.set $at (i32.add (local.get $at) (i32.const 1))) (br $letters))))
    (local.set $at (call $skipBlanks (local.get $at)))
    ;; "[0x01803e]"
    (if (i32.and
          (i32.eq (i32.and (i32.load (local.get $at)) (i32.const 0xffffff)) (i32.const 0x78305b))
          (i32.eq (i32.load8_u offset=9 (local.get $at)) (i32.const 93)))
      (then (local.set $at (call $skipBlanks (i32.add (local.get $at) (i32.const 10))))))
    (local.set $kind
      (i32.add (i32.const 1) (i32.eq (i32.and (i32.load (local.get $at)) (i32.const 0xffffff)) (i32.const 0x495343))))
    (local.set $component (call $component (local.get $at)))
    (local.set $at (i32.sub
      (call $skipBlanks (i32.add (local.get $at) (local.get $component))) (i32.const 1)))
    (global.set $text (local.get $at))
    ;; Only when all that was looked at is among what is kept.
    (if (i32.le_u (i32.sub (local.get $at) (local.get $start))
          (select (i32.const 49) (i32.const 39) (local.get $component)))
      (then
        (global.set $headLength (i32.sub (local.get $at) (local.get $start)))
        (global.set $headKind (local.get $kind))
        (v128.store (i32.const 64) (v128.load offset=19 (local.get $start)))
        (v128.store (i32.const 80) (v128.load offset=34 (local.get $start)))))
    (local.get $kind))

  ;; True for a line that surely begins a record.
  (func (export "plain") (param $start i32) (result i32)
    (i32.eq (call $head (local.get $start)) (i32.const 1)))

  ;; True when eight hexadecimal digits and a blank or "@" stand there.
  (func $numbered (param $at i32) (result i32)
    (local $digit i32) (local $left i32)
    (local.set $left (i32.const 8))
    (loop $next
      (local.set $digit (i32.load8_u (local.get $at)))
      (if (i32.and
            (i32.ge_u (i32.sub (local.get $digit) (i32.const 48)) (i32.const 10))
            (i32.ge_u (i32.sub (local.get $digit) (i32.const 97)) (i32.const 6)))
        (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $next (local.get $left)))
    (local.set $digit (i32.load8_u (local.get $at)))
    (i32.or (i32.eq (local.get $digit) (i32.const 32)) (i32.eq (local.get $digit) (i32.const 64))))

  ;; True when "CSI" stands in the line up to $end, unless it begins with a digit and the first has a number.
  (func $mentionsCsi (param $start i32) (result i32)
    (local $at i32) (local $mask i32)
    (local.set $at (local.get $start))
    (block $found
      (loop $next
        (local.set $mask (i8x16.bitmask
          (v128.and
            (v128.and
              (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 67)))
              (i8x16.eq (v128.load offset=1 (local.get $at)) (i8x16.splat (i32.const 83))))
            (i8x16.eq (v128.load offset=2 (local.get $at)) (i8x16.splat (i32.const 73))))))
        (br_if $found (local.get $mask))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br_if $next (i32.lt_u (local.get $at) (global.get $end))))
      (return (i32.const 0)))
    (local.set $at (i32.add (local.get $at) (i32.ctz (local.get $mask))))
    (if (i32.ge_u (local.get $at) (global.get $end)) (then (return (i32.const 0))))
    (if (i32.ge_u (i32.sub (i32.load8_u (local.get $start)) (i32.const 48)) (i32.const 10))
      (then (return (i32.const 1))))
    (if (i32.eqz (call $blank (i32.load8_u offset=3 (local.get $at)))) (then (return (i32.const 1))))
    (i32.eqz (call $numbered (call $skipBlanks (i32.add (local.get $at) (i32.const 3))))))

  (func $fold (param $v v128) (result v128)
    (v128.or (local.get $v)
      (v128.and
        (i8x16.lt_u (i8x16.sub (local.get $v) (i8x16.splat (i32.const 65))) (i8x16.splat (i32.const 26)))
        (i8x16.splat (i32.const 32)))))

  ;; True when the folded bytes stand at $at.
  (func $stands (param $at i32) (param $literal i32) (param $length i32) (result i32)
    (local $same i32)
    (loop $next
      (local.set $same (i8x16.bitmask (i8x16.eq (call $fold (v128.load (local.get $at))) (v128.load (local.get $literal)))))
      (if (i32.le_u (local.get $length) (i32.const 16))
        (then
          (return (i32.eq (i32.or (local.get $same) (i32.shl (i32.const -1) (local.get $length))) (i32.const -1)))))
      (if (i32.ne (local.get $same) (i32.const 0xffff)) (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $literal (i32.add (local.get $literal) (i32.const 16)))
      (local.set $length (i32.sub (local.get $length) (i32.const 16)))
      (br $next))
    (unreachable))

  ;; What stands around a gram, not before $from: 1 for a mark, more for what is sought; 4 for that with other digits.
  (func $verify (param $at i32) (param $from i32) (result i32)
    (local $gram i32) (local $slot i32) (local $seen i32) (local $entry i32) (local $end i32)
    (local $literal i32) (local $start i32) (local $found i32) (local $word i32)
    (local.set $gram (i32.or (i32.load (local.get $at)) (i32.const 0x20202020)))
    (local.set $slot (i32.shr_u (i32.mul (local.get $gram) (i32.const 0x9e3779b1)) (i32.const 16)))
    (block $known
      (loop $next
        (local.set $seen (i32.load (i32.add (global.get $grams) (i32.shl (local.get $slot) (i32.const 3)))))
        (br_if $known (i32.eq (local.get $seen) (local.get $gram)))
        (if (i32.eqz (local.get $seen)) (then (return (i32.const 0))))
        (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 1)) (i32.const 65535)))
        (br $next)))
    (local.set $entry (i32.load offset=4 (i32.add (global.get $grams) (i32.shl (local.get $slot) (i32.const 3)))))
    (local.set $end (i32.add (local.get $entry) (i32.shl (i32.load (local.get $entry)) (i32.const 3))))
    (local.set $entry (i32.add (local.get $entry) (i32.const 4)))
    (loop $entries
      (local.set $literal (i32.load (local.get $entry)))
      (local.set $start (i32.sub (local.get $at) (i32.load offset=4 (local.get $entry))))
      (local.set $word (i32.load (local.get $literal)))
      (if (i32.ge_s (local.get $start) (local.get $from))
        (then
          (if (call $stands (local.get $start) (i32.add (local.get $literal) (i32.const 4))
                (i32.shr_u (local.get $word) (i32.const 3)))
            (then
              (local.set $found (i32.or (local.get $found) (i32.and (local.get $word) (i32.const 7))))
              (if (i32.and (local.get $found) (i32.const 2)) (then (return (local.get $found))))
              (if (i32.and (local.get $word) (i32.const 4))
                (then
                  (if (i32.lt_u (local.get $start) (global.get $low))
                    (then (global.set $low (local.get $start))))
                  (local.set $start (i32.add (local.get $start) (i32.shr_u (local.get $word) (i32.const 3))))
                  (if (i32.gt_u (local.get $start) (global.get $high))
                    (then (global.set $high (local.get $start))))))))))
      (local.set $entry (i32.add (local.get $entry) (i32.const 8)))
      (br_if $entries (i32.lt_u (local.get $entry) (local.get $end))))
    (local.get $found))

  ;; Looks for literals in a text that begins at $from, by grams from $at up to the line feed, to which it sets $end, or
  ;; up to $limit; tells as $verify does.
  (func $look (param $from i32) (param $at i32) (param $limit i32) (result i32)
    (local $v v128) (local $hashes v128) (local $words v128) (local $runs v128)
    (local $feeds i32) (local $bits i32) (local $found i32)
    (loop $blocks
      (local.set $v (v128.load (local.get $at)))
      (local.set $feeds (i8x16.bitmask (i8x16.eq (local.get $v) (i8x16.splat (i32.const 10)))))
      (local.set $runs
        (v128.or (local.get $runs)
          (v128.or
            (v128.and
              (i8x16.eq (local.get $v) (i8x16.splat (i32.const 32)))
              (i8x16.eq (v128.load offset=1 (local.get $at)) (i8x16.splat (i32.const 32))))
            (i8x16.eq (local.get $v) (i8x16.splat (i32.const 9))))))
      (local.set $hashes
        (i32x4.shr_u
          (i32x4.mul (v128.or (local.get $v) (i8x16.splat (i32.const 32))) (i32x4.splat (i32.const 0x9e3779b1)))
          (i32.const 11)))
      ;; Four bytes of the bitmap for each gram; shifting takes the lower five bits of a hash by itself.
      (local.set $words
        (v128.and (i32x4.shr_u (local.get $hashes) (i32.const 3)) (i32x4.splat (i32.const -4))))
      (local.set $bits
        (i32.or
          (i32.or
            (i32.and (i32.shr_u (i32.load offset=4849664 (i32x4.extract_lane 0 (local.get $words)))
              (i32x4.extract_lane 0 (local.get $hashes))) (i32.const 1))
            (i32.shl (i32.and (i32.shr_u (i32.load offset=4849664 (i32x4.extract_lane 1 (local.get $words)))
              (i32x4.extract_lane 1 (local.get $hashes))) (i32.const 1)) (i32.const 4)))
          (i32.or
            (i32.shl (i32.and (i32.shr_u (i32.load offset=4849664 (i32x4.extract_lane 2 (local.get $words)))
              (i32x4.extract_lane 2 (local.get $hashes))) (i32.const 1)) (i32.const 8))
            (i32.shl (i32.and (i32.shr_u (i32.load offset=4849664 (i32x4.extract_lane 3 (local.get $words)))
              (i32x4.extract_lane 3 (local.get $hashes))) (i32.const 1)) (i32.const 12)))))
      (if (local.get $bits)
        (then
          ;; Those before the line feed.
          (local.set $bits (i32.and (local.get $bits)
            (i32.sub (i32.and (local.get $feeds) (i32.sub (i32.const 0) (local.get $feeds))) (i32.const 1))))
          (block $done
            (loop $lanes
              (br_if $done (i32.eqz (local.get $bits)))
              (local.set $found (i32.or (local.get $found)
                (call $verify (i32.add (local.get $at) (i32.ctz (local.get $bits))) (local.get $from))))
              (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
              (br $lanes)))
          (if (i32.and (local.get $found) (i32.const 2))
            (then
              (global.set $hasRuns (i32.const 0))
              (global.set $end (call $feedFrom (local.get $at)))
              (return (local.get $found))))))
      (if (i32.eqz (local.get $feeds))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $blocks (i32.lt_u (local.get $at) (local.get $limit)))
          (return (local.get $found)))))
    (global.set $end (i32.add (local.get $at) (i32.ctz (local.get $feeds))))
    (global.set $hasRuns (v128.any_true (local.get $runs)))
    (local.get $found))

  (func $feedFrom (param $at i32) (result i32)
    (local $mask i32)
    (loop $next
      (local.set $mask (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (i8x16.splat (i32.const 10)))))
      (if (i32.eqz (local.get $mask))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br $next))))
    (i32.add (local.get $at) (i32.ctz (local.get $mask))))

  ;; The same in all of a text where every run of blanks and tabs is one blank. A line that is too long for that is sought.
  (func $lookAll (param $from i32) (result i32)
    (local $to i32) (local $byte i32) (local $isBlank i32) (local $wasBlank i32) (local $end i32) (local $found i32)
    (local.set $found (call $look (local.get $from) (local.get $from) (i32.const -1)))
    (if (i32.eqz (global.get $hasRuns)) (then (return (local.get $found))))
    (local.set $end (global.get $end))
    (if (i32.gt_u (i32.sub (local.get $end) (local.get $from)) (global.get $longestSqueezed))
      (then (return (i32.const 2))))
    (local.set $to (global.get $squeezed))
    (loop $next
      (local.set $byte (i32.load8_u (local.get $from)))
      (local.set $isBlank (call $blank (local.get $byte)))
      (i32.store8 (local.get $to) (select (i32.const 32) (local.get $byte) (local.get $isBlank)))
      (local.set $to
        (i32.add (local.get $to) (i32.eqz (i32.and (local.get $isBlank) (local.get $wasBlank)))))
      (local.set $wasBlank (local.get $isBlank))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (br_if $next (i32.le_u (local.get $from) (local.get $end))))
    (local.set $found (i32.or (local.get $found) (call $look (global.get $squeezed) (global.get $squeezed) (i32.const -1))))
    (global.set $end (local.get $end))
    (local.get $found))

  ;; Gathers what stands from there up to and with the line feed, to which it sets $end, and its $hash; 1 in place of
  ;; every digit when $alike is 1. The number of blocks of 16 bytes, the last one filled up with 0; 0 for too many.
  (func $gather (param $from i32) (param $alike i32) (result i32)
    (local $to i32) (local $v v128) (local $hash v128) (local $feeds i32) (local $digits v128) (local $one i64)
    (local.set $to (global.get $gathered))
    (local.set $digits (i8x16.splat (select (i32.const 10) (i32.const 0) (local.get $alike))))
    (local.set $hash (i32x4.splat (local.get $alike)))
    (loop $blocks
      (local.set $v (v128.load (local.get $from)))
      (local.set $feeds (i8x16.bitmask (i8x16.eq (local.get $v) (i8x16.splat (i32.const 10)))))
      (local.set $v
        (v128.bitselect (i8x16.splat (i32.const 1)) (local.get $v)
          (i8x16.lt_u (i8x16.sub (local.get $v) (i8x16.splat (i32.const 48))) (local.get $digits))))
      (if (local.get $feeds)
        (then
          (local.set $v
            (v128.and (local.get $v)
              (v128.load (i32.sub (i32.const 111) (i32.ctz (local.get $feeds))))))))
      (v128.store (local.get $to) (local.get $v))
      (local.set $hash (i32x4.mul (v128.xor (local.get $hash) (local.get $v)) (i32x4.splat (i32.const 0x9e3779b1))))
      (local.set $hash (v128.xor (local.get $hash) (i32x4.shr_u (local.get $hash) (i32.const 15))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (if (i32.eqz (local.get $feeds))
        (then
          (local.set $from (i32.add (local.get $from) (i32.const 16)))
          (br_if $blocks (i32.lt_u (local.get $to) (global.get $gatheredEnd)))
          (return (i32.const 0)))))
    (global.set $end (i32.add (local.get $from) (i32.ctz (local.get $feeds))))
    (local.set $one
      (i64.mul
        (i64.xor
          (i64.mul (i64x2.extract_lane 0 (local.get $hash)) (i64.const 0x9e3779b97f4a7c15))
          (i64.rotl (i64x2.extract_lane 1 (local.get $hash)) (i64.const 31)))
        (i64.const 0x9e3779b97f4a7c15)))
    (global.set $hash (i32.or (i32.wrap_i64 (i64.shr_u (local.get $one) (i64.const 32))) (i32.const 1)))
    (i32.shr_u (i32.sub (local.get $to) (global.get $gathered)) (i32.const 4)))

  ;; True when what was gathered stands there.
  (func $same (param $at i32) (param $blocks i32) (result i32)
    (local $gathered i32)
    (local.set $gathered (global.get $gathered))
    (loop $next
      (if (v128.any_true (v128.xor (v128.load (local.get $at)) (v128.load (local.get $gathered))))
        (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $gathered (i32.add (local.get $gathered) (i32.const 16)))
      (local.set $blocks (i32.sub (local.get $blocks) (i32.const 1)))
      (br_if $next (local.get $blocks)))
    (i32.const 1))

  ;; The slot of what was gathered, or the free one where it belongs. A slot has a hash and a place, where the number of
  ;; blocks with $alike stand, three numbers, and the blocks.
  (func $slotOf (param $blocks i32) (param $alike i32) (result i32)
    (local $slot i32) (local $seen i32) (local $place i32)
    (local.set $slot (i32.shr_u (global.get $hash) (i32.const 17)))
    (loop $next
      (local.set $seen (i32.add (global.get $slots) (i32.shl (local.get $slot) (i32.const 3))))
      (if (i32.eqz (i32.load (local.get $seen))) (then (return (local.get $seen))))
      (if (i32.eq (i32.load (local.get $seen)) (global.get $hash))
        (then
          (local.set $place (i32.load offset=4 (local.get $seen)))
          (if (i32.eq (i32.load (local.get $place)) (i32.or (i32.shl (local.get $blocks) (i32.const 1)) (local.get $alike)))
            (then
              (if (call $same (i32.add (local.get $place) (i32.const 16)) (local.get $blocks))
                (then (return (local.get $seen))))))))
      (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 1)) (i32.const 32767)))
      (br $next))
    (unreachable))

  ;; Most lines never come again: true when what was gathered was asked for before.
  (func $isBack (result i32)
    (local $tag i32)
    (local.set $tag (i32.add (global.get $tags) (i32.shl (i32.shr_u (global.get $hash) (i32.const 19)) (i32.const 2))))
    (if (i32.eq (i32.load (local.get $tag)) (global.get $hash)) (then (return (i32.const 1))))
    (i32.store (local.get $tag) (global.get $hash))
    (i32.const 0))

  ;; Keeps what was gathered, and returns its place.
  (func $keep (param $blocks i32) (param $alike i32) (result i32)
    (local $slot i32) (local $size i32) (local $place i32)
    (local.set $size (i32.add (i32.shl (local.get $blocks) (i32.const 4)) (i32.const 16)))
    ;; There are always free slots.
    (if (i32.or
          (i32.gt_u (i32.add (global.get $knownNext) (local.get $size)) (global.get $knownEnd))
          (i32.ge_u (global.get $knownCount) (i32.const 16384)))
      (then
        (memory.fill (global.get $slots) (i32.const 0) (i32.const 262144))
        (global.set $knownCount (i32.const 0))
        (global.set $knownNext (global.get $known))))
    (local.set $slot (call $slotOf (local.get $blocks) (local.get $alike)))
    (if (i32.load (local.get $slot)) (then (return (i32.load offset=4 (local.get $slot)))))
    (local.set $place (global.get $knownNext))
    (i32.store (local.get $slot) (global.get $hash))
    (i32.store offset=4 (local.get $slot) (local.get $place))
    (i32.store (local.get $place) (i32.or (i32.shl (local.get $blocks) (i32.const 1)) (local.get $alike)))
    (memory.copy (i32.add (local.get $place) (i32.const 16)) (global.get $gathered)
      (i32.shl (local.get $blocks) (i32.const 4)))
    (global.set $knownCount (i32.add (global.get $knownCount) (i32.const 1)))
    (global.set $knownNext (i32.add (local.get $place) (local.get $size)))
    (local.get $place))

  ;; Learns of all lines alike but for their digits, one of which was gathered: what stands in each, 0 nothing, 1 a
  ;; mark, 2 something that is sought; and from where to where something can stand that depends on the digits.
  (func $learnAlike (param $blocks i32) (result i32)
    (local $place i32) (local $found i32) (local $end i32)
    (local.set $end (global.get $end))
    (global.set $low (i32.const -1))
    (global.set $high (global.get $gathered))
    (local.set $found (call $lookAll (global.get $gathered)))
    (global.set $end (local.get $end))
    (local.set $place (call $keep (local.get $blocks) (i32.const 1)))
    ;; Not where blanks were squeezed: it stands elsewhere.
    (i32.store offset=4 (local.get $place)
      (select (i32.const 2) (i32.and (local.get $found) (i32.const 1))
        (i32.or (i32.and (local.get $found) (i32.const 2)) (i32.ge_u (global.get $high) (global.get $squeezed)))))
    ;; A gram can begin before the literal.
    (i32.store offset=8 (local.get $place)
      (i32.and
        (i32.sub
          (i32.sub (global.get $low) (global.get $gathered))
          (i32.gt_u (global.get $low) (global.get $gathered)))
        (i32.const -16)))
    (i32.store offset=12 (local.get $place) (i32.sub (global.get $high) (global.get $gathered)))
    (local.get $place))

  ;; What is known of lines like the one at $text, which was gathered: what stands in it, or 2 when that is to be looked
  ;; for, 3 when it is not known.
  (func $judgeAlike (param $text i32) (param $blocks i32) (result i32)
    (local $slot i32) (local $place i32)
    (if (i32.eqz (local.get $blocks)) (then (return (i32.const 3))))
    (local.set $slot (call $slotOf (local.get $blocks) (i32.const 1)))
    (if (i32.load (local.get $slot))
      (then
        (local.set $place (i32.load offset=4 (local.get $slot)))
        (global.set $credit (i32.add (global.get $credit) (i32.const 1))))
      (else
        (if (i32.lt_s (global.get $credit) (i32.const 64)) (then (return (i32.const 3))))
        (if (i32.eqz (call $isBack)) (then (return (i32.const 3))))
        (global.set $credit (i32.sub (global.get $credit) (i32.const 64)))
        (local.set $place (call $learnAlike (local.get $blocks)))))
    (if (i32.or
          (i32.eqz (i32.load offset=12 (local.get $place)))
          (i32.eq (i32.load offset=4 (local.get $place)) (i32.const 2)))
      (then (return (i32.load offset=4 (local.get $place)))))
    (i32.or
      (i32.load offset=4 (local.get $place))
      (call $look (local.get $text)
        (i32.add (local.get $text) (i32.load offset=8 (local.get $place)))
        (i32.add (local.get $text) (i32.load offset=12 (local.get $place))))))

  ;; True when the line is known to be of no use by itself, and a line follows that begins a record.
  (func $useless (param $start i32) (param $to i32) (result i32)
    (local $blocks i32)
    (local.set $blocks (call $gather (i32.add (local.get $start) (i32.const 19)) (i32.const 0)))
    (if (i32.eqz (local.get $blocks)) (then (return (i32.const 0))))
    (if (i32.gt_s (i32.add (global.get $end) (i32.const 30)) (local.get $to)) (then (return (i32.const 0))))
    (if (i32.eqz (i32.load (call $slotOf (local.get $blocks) (i32.const 0)))) (then (return (i32.const 0))))
    (i32.ne (call $head (i32.add (global.get $end) (i32.const 1))) (i32.const 0)))

  ;; A plain line whose record is of no use.
  (func (export "learn") (param $start i32)
    (local $blocks i32)
    (local.set $blocks (call $gather (i32.add (local.get $start) (i32.const 19)) (i32.const 0)))
    (if (i32.and (i32.ne (local.get $blocks) (i32.const 0)) (call $isBack))
      (then (drop (call $keep (local.get $blocks) (i32.const 0))))))

  ;; On to the next line before $to where a mark stands, 1, or something that is sought, more; 0 at the end.
  (func (export "next") (param $to i32) (result i32)
    (local $start i32) (local $text i32) (local $lines i32) (local $kind i32) (local $alike i32) (local $found i32)
    (local.set $start (i32.load (i32.const 0)))
    (local.set $lines (i32.load offset=4 (i32.const 0)))
    (block $over
      (loop $next
        (br_if $over (i32.ge_u (local.get $start) (local.get $to)))
        (local.set $kind (call $head (local.get $start)))
        (local.set $text (global.get $text))
        (local.set $alike (call $judgeAlike (local.get $text) (call $gather (local.get $text) (i32.const 1))))
        (local.set $found (local.get $alike))
        (if (i32.gt_u (local.get $alike) (i32.const 1))
          (then
            (local.set $found (i32.const 0))
            ;; Of those like the line one is of use; the others may be known.
            (if (i32.eqz (if (result i32) (i32.and (i32.eq (local.get $alike) (i32.const 2)) (i32.eq (local.get $kind) (i32.const 1)))
                  (then (call $useless (local.get $start) (local.get $to)))
                  (else (i32.const 0))))
              (then
                (local.set $found (call $lookAll (local.get $text)))
                (if (i32.and
                      (i32.gt_u (local.get $found) (i32.const 1))
                      (i32.and (i32.eq (local.get $alike) (i32.const 3)) (i32.eq (local.get $kind) (i32.const 1))))
                  (then
                    (if (call $useless (local.get $start) (local.get $to))
                      (then (local.set $found (i32.const 0))))))))))
        (if (i32.ne (local.get $kind) (i32.const 1))
          (then
            ;; It may belong to a record that began before, or continue another.
            (local.set $found (select (i32.const 2) (i32.const 0)
              (i32.or (local.get $found)
                (if (result i32) (local.get $kind)
                  (then (i32.eqz (call $numbered (i32.add (local.get $text) (i32.const 1)))))
                  (else (call $mentionsCsi (local.get $start)))))))))
        (if (local.get $found)
          (then
            (i32.store offset=8 (i32.const 0) (local.get $start))
            (i32.store offset=12 (i32.const 0) (global.get $end))
            (i32.store offset=16 (i32.const 0) (local.get $lines))))
        (local.set $start (i32.add (global.get $end) (i32.const 1)))
        (local.set $lines (i32.add (local.get $lines) (i32.const 1)))
        (br_if $next (i32.eqz (local.get $found)))))
    (i32.store (i32.const 0) (local.get $start))
    (i32.store offset=4 (i32.const 0) (local.get $lines))
    (local.get $found))
)
