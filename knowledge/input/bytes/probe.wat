;; Looks for grams, for lines that may continue another and for line ends in one pass over a window of bytes.
;; `probe-js.ts` does the same in TypeScript and says what each step means; `build.ts` makes `probe-wasm.ts` of this.
(module
  (memory (export "memory") 116)

  ;; Layout, in bytes; the same as in `layout.ts`.
  ;; The bitmap begins at 65536.
  (global $tags i32 (i32.const 32768))
  (global $grams i32 (i32.const 196608))
  (global $slots i32 (i32.const 2818048))
  (global $bodies i32 (i32.const 3080192))
  (global $bodiesEnd i32 (i32.const 5177344))

  ;; The line that was looked at last.
  (global $lineStart (mut i32) (i32.const 0))
  (global $lineEnd (mut i32) (i32.const -1))
  (global $lineStrange (mut i32) (i32.const -1))
  (global $lineMarked (mut i32) (i32.const -1))
  (global $bodyNext (mut i32) (i32.const 3080192))

  ;; Sets $lineStart and $lineEnd to those of the line around $at; the end is that of its line feed.
  (func $findLine (param $at i32)
    (local $from i32) (local $mask i32)
    (if (i32.and (i32.ge_s (local.get $at) (global.get $lineStart)) (i32.le_s (local.get $at) (global.get $lineEnd)))
      (then (return)))
    (local.set $from (local.get $at))
    (block $found
      (loop $back
        (local.set $from (i32.sub (local.get $from) (i32.const 16)))
        (local.set $mask (i8x16.bitmask (i8x16.eq (v128.load (local.get $from)) (v128.const i8x16 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10))))
        (br_if $found (local.get $mask))
        (br $back)))
    (global.set $lineStart
      (i32.sub (i32.add (local.get $from) (i32.const 32)) (i32.clz (local.get $mask))))
    (local.set $from (local.get $at))
    (block $end
      (loop $forth
        (local.set $mask (i8x16.bitmask (i8x16.eq (v128.load (local.get $from)) (v128.const i8x16 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10))))
        (br_if $end (local.get $mask))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $forth)))
    (global.set $lineEnd (i32.add (local.get $from) (i32.ctz (local.get $mask)))))

  ;; True for "dddd-dd-dd dd:dd:dd, " and a level with its word end.
  (func $dated (export "dated") (param $at i32) (result i32)
    (local $v v128) (local $level i64)
    (local.set $v (v128.load (local.get $at)))
    (if (i32.eqz (i8x16.all_true
          (v128.or
            (i8x16.eq (local.get $v)
              (v128.const i8x16 255 255 255 255 45 255 255 45 255 255 32 255 255 58 255 255))
            (v128.and
              (i8x16.lt_u (i8x16.sub (local.get $v) (i8x16.splat (i32.const 48))) (i8x16.splat (i32.const 10)))
              (v128.const i8x16 255 255 255 255 0 255 255 0 255 255 0 255 255 0 255 255)))))
      (then (return (i32.const 0))))
    (if (i32.ne (i32.load8_u offset=16 (local.get $at)) (i32.const 58)) (then (return (i32.const 0))))
    (if (i32.ge_u (i32.sub (i32.load8_u offset=17 (local.get $at)) (i32.const 48)) (i32.const 10)) (then (return (i32.const 0))))
    (if (i32.ge_u (i32.sub (i32.load8_u offset=18 (local.get $at)) (i32.const 48)) (i32.const 10)) (then (return (i32.const 0))))
    (local.set $level (i64.load offset=19 (local.get $at)))
    ;; ", Info  " and ", Error " and ", Warnin", "g "
    (if (i64.eq (local.get $level) (i64.const 0x20206f666e49202c)) (then (return (i32.const 1))))
    (if (i64.eq (local.get $level) (i64.const 0x20726f727245202c)) (then (return (i32.const 1))))
    (i32.and
      (i64.eq (local.get $level) (i64.const 0x6e696e726157202c))
      (i32.eq (i32.load16_u offset=27 (local.get $at)) (i32.const 0x2067))))

  (func $blank (param $byte i32) (result i32)
    (i32.or (i32.eq (local.get $byte) (i32.const 32)) (i32.eq (local.get $byte) (i32.const 9))))

  ;; Behind the blanks.
  (func $skipBlanks (param $at i32) (result i32)
    (loop $next
      (if (call $blank (i32.load8_u (local.get $at)))
        (then (local.set $at (i32.add (local.get $at) (i32.const 1))) (br $next))))
    (local.get $at))

  ;; True for a dated line that surely begins a record: its component is not "CSI".
  (func $plain (export "plain") (param $at i32) (result i32)
    (if (i32.eqz (call $dated (local.get $at))) (then (return (i32.const 0))))
    ;; Behind the level: no level is shorter than "Info" or longer than "Warning".
    (local.set $at (i32.add (local.get $at) (i32.const 25)))
    (loop $letters
      (if (i32.lt_u (i32.sub (i32.load8_u (local.get $at)) (i32.const 97)) (i32.const 26))
        (then (local.set $at (i32.add (local.get $at) (i32.const 1))) (br $letters))))
    (local.set $at (call $skipBlanks (local.get $at)))
    ;; "[0x01803e]"
    (if (i32.and
          (i32.eq (i32.load8_u (local.get $at)) (i32.const 91))
          (i32.eq (i32.load8_u offset=9 (local.get $at)) (i32.const 93)))
      (then (local.set $at (call $skipBlanks (i32.add (local.get $at) (i32.const 10))))))
    (i32.ne (i32.and (i32.load (local.get $at)) (i32.const 0xffffff)) (i32.const 0x495343)))

  ;; True when "CSI", blanks, eight hexadecimal digits and a blank or "@" stand there.
  (func $numbered (param $at i32) (result i32)
    (local $digit i32) (local $left i32)
    (local.set $at (i32.add (local.get $at) (i32.const 3)))
    (if (i32.eqz (call $blank (i32.load8_u (local.get $at)))) (then (return (i32.const 0))))
    (local.set $at (call $skipBlanks (local.get $at)))
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

  ;; True for a gram that is looked for, with the bytes beside it that belong to it.
  (func $isGram (param $at i32) (result i32)
    (local $gram i32) (local $slot i32) (local $seen i32) (local $check i32) (local $end i32)
    (local $before i32) (local $behind i32)
    (local.set $gram (i32.or (i32.load (local.get $at)) (i32.const 0x20202020)))
    (local.set $slot (i32.mul (local.get $gram) (i32.const 0x9e3779b1)))
    (local.set $slot (i32.shr_u (local.get $slot) (i32.const 16)))
    (block $found
      (loop $next
        (local.set $seen (i32.load (i32.add (global.get $grams) (i32.shl (local.get $slot) (i32.const 3)))))
        (br_if $found (i32.eq (local.get $seen) (local.get $gram)))
        (if (i32.eqz (local.get $seen)) (then (return (i32.const 0))))
        (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 1)) (i32.const 65535)))
        (br $next)))
    (local.set $before (i32.or (i32.load (i32.sub (local.get $at) (i32.const 4))) (i32.const 0x20202020)))
    (local.set $behind (i32.or (i32.load offset=4 (local.get $at)) (i32.const 0x20202020)))
    (local.set $check (i32.load (i32.add (i32.add (global.get $grams) (i32.const 4)) (i32.shl (local.get $slot) (i32.const 3)))))
    (local.set $end (i32.add (local.get $check) (i32.shl (i32.load (local.get $check)) (i32.const 4))))
    (loop $checks
      (if (i32.and
            (i32.eq (i32.and (local.get $before) (i32.load offset=4 (local.get $check))) (i32.load offset=8 (local.get $check)))
            (i32.eq (i32.and (local.get $behind) (i32.load offset=12 (local.get $check))) (i32.load offset=16 (local.get $check))))
        (then (return (i32.const 1))))
      (local.set $check (i32.add (local.get $check) (i32.const 16)))
      (br_if $checks (i32.lt_u (local.get $check) (local.get $end))))
    (i32.const 0))

  ;; Of at least 16 bytes.
  (func $hash (param $at i32) (param $length i32) (result i32)
    (local $one i64) (local $other i64) (local $end i32)
    (local.set $one (i64.extend_i32_u (local.get $length)))
    (local.set $end (i32.sub (i32.add (local.get $at) (local.get $length)) (i32.const 16)))
    (loop $next
      (local.set $one (i64.rotl
        (i64.mul (i64.xor (local.get $one) (i64.load (local.get $at))) (i64.const 0x9e3779b97f4a7c15)) (i64.const 29)))
      (local.set $other (i64.rotl
        (i64.mul (i64.xor (local.get $other) (i64.load offset=8 (local.get $at))) (i64.const 0x9e3779b97f4a7c15)) (i64.const 31)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $one (i64.mul (i64.xor (local.get $one) (i64.load (local.get $end))) (i64.const 0x9e3779b97f4a7c15)))
    (local.set $other (i64.mul (i64.xor (local.get $other) (i64.load offset=8 (local.get $end))) (i64.const 0x9e3779b97f4a7c15)))
    (local.set $one (i64.mul (i64.xor (local.get $one) (i64.rotl (local.get $other) (i64.const 32))) (i64.const 0x9e3779b97f4a7c15)))
    (i32.or (i32.wrap_i64 (i64.shr_u (local.get $one) (i64.const 32))) (i32.const 1)))

  (func $same (param $one i32) (param $other i32) (param $length i32) (result i32)
    (local $end i32)
    (local.set $end (i32.sub (i32.add (local.get $one) (local.get $length)) (i32.const 16)))
    (loop $next
      (if (v128.any_true (v128.xor (v128.load (local.get $one)) (v128.load (local.get $other))))
        (then (return (i32.const 0))))
      (local.set $one (i32.add (local.get $one) (i32.const 16)))
      (local.set $other (i32.add (local.get $other) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $one) (local.get $end))))
    (local.set $other (i32.add (local.get $other) (i32.sub (local.get $end) (local.get $one))))
    (i32.eqz (v128.any_true (v128.xor (v128.load (local.get $end)) (v128.load (local.get $other))))))

  ;; The slot of a body, or the free one where it belongs.
  (func $slotOf (param $at i32) (param $length i32) (param $hash i32) (result i32)
    (local $slot i32) (local $seen i32) (local $body i32)
    (local.set $slot (i32.shr_u (local.get $hash) (i32.const 17)))
    (loop $next
      (local.set $seen (i32.add (global.get $slots) (i32.shl (local.get $slot) (i32.const 3))))
      (if (i32.eqz (i32.load (local.get $seen))) (then (return (local.get $seen))))
      (if (i32.eq (i32.load (local.get $seen)) (local.get $hash))
        (then
          (local.set $body (i32.load offset=4 (local.get $seen)))
          (if (i32.eq (i32.load (local.get $body)) (local.get $length))
            (then
              (if (call $same (local.get $at) (i32.add (local.get $body) (i32.const 4)) (local.get $length))
                (then (return (local.get $seen))))))))
      (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 1)) (i32.const 32767)))
      (br $next))
    (unreachable))

  ;; True when a line with this body behind its time was learnt, and a line follows that begins a record.
  (func $useless (param $start i32) (param $end i32) (param $to i32) (result i32)
    (local $at i32) (local $length i32)
    (local.set $at (i32.add (local.get $start) (i32.const 19)))
    (local.set $length (i32.sub (local.get $end) (local.get $at)))
    (if (i32.or (i32.lt_s (local.get $length) (i32.const 16)) (i32.gt_s (local.get $length) (i32.const 1024)))
      (then (return (i32.const 0))))
    (if (i32.gt_s (i32.add (local.get $end) (i32.const 30)) (local.get $to)) (then (return (i32.const 0))))
    (if (i32.eqz (call $dated (local.get $start))) (then (return (i32.const 0))))
    (if (i32.eqz (i32.load (call $slotOf (local.get $at) (local.get $length)
          (call $hash (local.get $at) (local.get $length)))))
      (then (return (i32.const 0))))
    (call $dated (i32.add (local.get $end) (i32.const 1))))

  ;; A plain line whose record is of no use.
  (func (export "learn") (param $start i32) (param $end i32)
    (local $at i32) (local $length i32) (local $hash i32) (local $slot i32) (local $tag i32)
    (local.set $at (i32.add (local.get $start) (i32.const 19)))
    (local.set $length (i32.sub (local.get $end) (local.get $at)))
    (if (i32.or (i32.lt_s (local.get $length) (i32.const 16)) (i32.gt_s (local.get $length) (i32.const 1024)))
      (then (return)))
    ;; Most bodies never come again: only the second time one is kept.
    (local.set $hash (call $hash (local.get $at) (local.get $length)))
    (local.set $tag (i32.add (global.get $tags) (i32.shl (i32.shr_u (local.get $hash) (i32.const 19)) (i32.const 2))))
    (if (i32.ne (i32.load (local.get $tag)) (local.get $hash))
      (then
        (i32.store (local.get $tag) (local.get $hash))
        (return)))
    (if (i32.gt_u (i32.add (global.get $bodyNext) (i32.const 1056)) (global.get $bodiesEnd))
      (then
        (memory.fill (global.get $slots) (i32.const 0) (i32.const 262144))
        (global.set $bodyNext (global.get $bodies))))
    (local.set $slot (call $slotOf (local.get $at) (local.get $length) (local.get $hash)))
    (if (i32.load (local.get $slot)) (then (return)))
    (i32.store (local.get $slot) (local.get $hash))
    (i32.store offset=4 (local.get $slot) (global.get $bodyNext))
    (i32.store (global.get $bodyNext) (local.get $length))
    (memory.copy (i32.add (global.get $bodyNext) (i32.const 4)) (local.get $at) (local.get $length))
    ;; At least 64 bytes each, so that there are always free slots.
    (global.set $bodyNext (i32.add (global.get $bodyNext)
      (select (i32.const 80) (i32.and (i32.add (local.get $length) (i32.const 19)) (i32.const -16))
        (i32.lt_u (local.get $length) (i32.const 64))))))

  ;; Forgets the line that was looked at: the window was moved.
  (func (export "moved")
    (global.set $lineEnd (i32.const -1))
    (global.set $lineStrange (i32.const -1))
    (global.set $lineMarked (i32.const -1)))

  ;; The state is at 0: position, ignored up to, lines before position; then what was found: kind, start, end, hit, line.
  (func (export "next") (param $to i32) (result i32)
    (local $at i32) (local $v v128) (local $hashes v128) (local $ends i32) (local $marks i32) (local $hits i32)
    (local $hit i32) (local $lines i32) (local $from i32) (local $lane i32) (local $isGram i32)
    (local $c v128) (local $s v128) (local $i v128) (local $feed v128) (local $fold v128) (local $k v128) (local $words v128) (local $wordMask v128)
    (local $bits i32)
    (local.set $c (i8x16.splat (i32.const 67)))
    (local.set $s (i8x16.splat (i32.const 83)))
    (local.set $i (i8x16.splat (i32.const 73)))
    (local.set $feed (i8x16.splat (i32.const 10)))
    (local.set $fold (i8x16.splat (i32.const 32)))
    (local.set $k (i32x4.splat (i32.const 0x9e3779b1)))
    (local.set $wordMask (i32x4.splat (i32.const -4)))
    (local.set $at (i32.load (i32.const 0)))
    (local.set $from (i32.load offset=4 (i32.const 0)))
    (local.set $lines (i32.load offset=8 (i32.const 0)))
    (loop $blocks
      (if (i32.ge_s (local.get $at) (local.get $to))
        (then
          (i32.store (i32.const 0) (local.get $at))
          (i32.store offset=8 (i32.const 0) (local.get $lines))
          (return (i32.const 0))))
      (local.set $v (v128.load (local.get $at)))
      (local.set $ends (i8x16.bitmask (i8x16.eq (local.get $v) (local.get $feed))))
      (local.set $marks (i8x16.bitmask
        (v128.and
          (v128.and (i8x16.eq (local.get $v) (local.get $c))
            (i8x16.eq (v128.load offset=1 (local.get $at)) (local.get $s)))
          (i8x16.eq (v128.load offset=2 (local.get $at)) (local.get $i)))))
      (local.set $hashes (i32x4.shr_u
        (i32x4.mul (v128.or (local.get $v) (local.get $fold)) (local.get $k)) (i32.const 12)))
      ;; Four bytes of the bitmap for each gram; shifting takes the lower five bits of a hash by itself.
      (local.set $words (v128.and (i32x4.shr_u (local.get $hashes) (i32.const 3)) (local.get $wordMask)))
      (local.set $hits
        (i32.and
          (i32.or
            (i32.or
              (i32.shr_u (i32.load offset=65536 (i32x4.extract_lane 0 (local.get $words)))
                (i32x4.extract_lane 0 (local.get $hashes)))
              (i32.shr_u (i32.load offset=65536 (i32x4.extract_lane 1 (local.get $words)))
                (i32x4.extract_lane 1 (local.get $hashes))))
            (i32.or
              (i32.shr_u (i32.load offset=65536 (i32x4.extract_lane 2 (local.get $words)))
                (i32x4.extract_lane 2 (local.get $hashes)))
              (i32.shr_u (i32.load offset=65536 (i32x4.extract_lane 3 (local.get $words)))
                (i32x4.extract_lane 3 (local.get $hashes)))))
          (i32.const 1)))
      (if (i32.or (local.get $hits) (local.get $marks))
        (then
          ;; One bit for each place in the block.
          (if (local.get $hits)
            (then
              (local.set $bits
                (i32.or
                  (i32.or (i32.shl (i32.and (i32.shr_u (i32.load offset=65536 (i32x4.extract_lane 0 (local.get $words)))
                  (i32x4.extract_lane 0 (local.get $hashes))) (i32.const 1)) (i32.const 0))
                    (i32.shl (i32.and (i32.shr_u (i32.load offset=65536 (i32x4.extract_lane 1 (local.get $words)))
                  (i32x4.extract_lane 1 (local.get $hashes))) (i32.const 1)) (i32.const 4)))
                  (i32.or (i32.shl (i32.and (i32.shr_u (i32.load offset=65536 (i32x4.extract_lane 2 (local.get $words)))
                  (i32x4.extract_lane 2 (local.get $hashes))) (i32.const 1)) (i32.const 8))
                    (i32.shl (i32.and (i32.shr_u (i32.load offset=65536 (i32x4.extract_lane 3 (local.get $words)))
                  (i32x4.extract_lane 3 (local.get $hashes))) (i32.const 1)) (i32.const 12)))))
              (local.set $hits (i32.const 0))
              (loop $lanes
                (local.set $lane (i32.ctz (local.get $bits)))
                (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
                (if (call $isGram (i32.add (local.get $at) (local.get $lane)))
                  (then (local.set $hits (i32.or (local.get $hits) (i32.shl (i32.const 1) (local.get $lane))))))
                (br_if $lanes (local.get $bits)))))
          (local.set $marks (i32.or (local.get $marks) (local.get $hits)))
          (block $done
            (loop $places
              (br_if $done (i32.eqz (local.get $marks)))
              (local.set $lane (i32.ctz (local.get $marks)))
              (local.set $marks (i32.and (local.get $marks) (i32.sub (local.get $marks) (i32.const 1))))
              (local.set $hit (i32.add (local.get $at) (local.get $lane)))
              (br_if $places (i32.lt_s (local.get $hit) (local.get $from)))
              (br_if $done (i32.ge_s (local.get $hit) (local.get $to)))
              (call $findLine (local.get $hit))
              (local.set $isGram (i32.and (i32.shr_u (local.get $hits) (local.get $lane)) (i32.const 1)))
              (if (local.get $isGram)
                (then
                  (if (i32.ne (global.get $lineStart) (global.get $lineStrange))
                    (then
                      (if (call $useless (global.get $lineStart) (global.get $lineEnd) (local.get $to))
                        (then
                          (local.set $from (global.get $lineEnd))
                          (br $places)))
                      (global.set $lineStrange (global.get $lineStart)))))
                (else
                  (br_if $places (i32.eq (global.get $lineStart) (global.get $lineMarked)))
                  (global.set $lineMarked (global.get $lineStart))
                  ;; In a line that begins with a time, the first "CSI" is the component or there is none.
                  (if (i32.lt_u (i32.sub (i32.load8_u (global.get $lineStart)) (i32.const 48)) (i32.const 10))
                    (then (br_if $places (call $numbered (local.get $hit)))))))
              (i32.store (i32.const 0) (local.get $at))
              (i32.store offset=4 (i32.const 0) (i32.add (local.get $hit) (i32.const 1)))
              (i32.store offset=8 (i32.const 0) (local.get $lines))
              (i32.store offset=16 (i32.const 0) (global.get $lineStart))
              (i32.store offset=20 (i32.const 0) (global.get $lineEnd))
              (i32.store offset=24 (i32.const 0) (local.get $hit))
              (i32.store offset=28 (i32.const 0)
                (i32.add (local.get $lines)
                  (i32.popcnt (i32.and (local.get $ends) (i32.sub (i32.shl (i32.const 1) (local.get $lane)) (i32.const 1))))))
              (return (i32.add (i32.const 1) (i32.eqz (local.get $isGram))))))
          ))
      (local.set $lines (i32.add (local.get $lines) (i32.popcnt (local.get $ends))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      ;; The rest of a line that is ignored holds no line end before its last block.
      (if (i32.and
            (i32.eq (local.get $from) (global.get $lineEnd))
            (i32.lt_s (local.get $at) (i32.and (global.get $lineEnd) (i32.const -16))))
        (then (local.set $at (i32.and (global.get $lineEnd) (i32.const -16)))))
      (br $blocks))
    (unreachable))
)
