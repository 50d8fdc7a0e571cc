// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Sums of AMX tiles to codes, at once or beside the dot products of the next tiles. Read once, by
// targets.hpp, before amx-inl.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

HWY_PUSH_ATTRIBUTES(OCTET_SIMD_ATTRIBUTES)

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// The sums of a block's planes to int16 codes.
inline void make_words(const simd_output& out, const tiling& t, const tile_block& b,
                       std::size_t panel, std::size_t panels, std::uint32_t* sums) {
  const std::size_t done = b.done[0], n = t.height * block_width;
  const std::size_t rows = t.height - done, first_row = b.first_row[0] + done;
  if (out.panels[panel].way != panel_way::widely) {
    add_shifted(sums + n, n, sums);
    requantize_tile<true>(out, {sums + done * block_width, block_width, rows, first_row, panel},
                          panels);
    return;
  }
  wide_tile wide;
  add_widely(sums, n, 0, true, wide.sums);
  add_widely(sums + n, n, 8, false, wide.sums);
  for (std::size_t i = 0; i < panels; ++i) {
    requantize_wide(out, {sums, block_width, rows, first_row, panel + i},
                    wide.sums + done * block_width + i * panel_width);
  }
}

/// A block's sums to codes. Words, here and in amx-inl.hpp: whether codes may be int16.
template <bool Words>
inline void make_codes(const simd_output& out, const tiling& t, const tile_block& b,
                       std::size_t panel, std::size_t panels, std::uint32_t* sums) {
  if (Words && out.contract == simd_contract::int16_by_int8) {
    if (b.tiles != 0) make_words(out, t, b, panel, panels, sums);
    return;
  }
  for (std::size_t i = 0; i < b.tiles; ++i, sums += t.height * block_width) {
    const std::size_t done = b.done[i] / 2 * 2;
    requantize_tile<Words>(
        out,
        {sums + done * block_width, block_width, t.height - done, b.first_row[i] + done, panel},
        panels);
  }
}

/// The int8 codes of a block of one, two or four neighbouring panels, a few rows at each step of
/// the block after it: dot products of tiles leave the vector unit to others. Of four panels a
/// block has one row tile.
template <int P>
struct byte_writer {
  static constexpr int panels = P;
  static constexpr std::size_t together = 4 / P;  ///< rows that fill a vector
  static constexpr std::size_t width = HWY_MAX(P * panel_width, block_width);
  row_packer<fastest> p0, p1, p2, p3;
  bool two_terms;
  const simd_output& out;
  std::size_t panel, channels, step, height;
  std::uint32_t at_once = 0;
  struct row_tile {
    const std::uint32_t *sums = nullptr, *last_sums = nullptr;  ///< the next rows, the last ones
    std::int8_t *to = nullptr, *last_to = nullptr;
    std::uint32_t left = 0;  ///< vectors of rows

    HWY_INLINE void advance(std::size_t sums_step, std::size_t to_step) {
      // The last rows end with the tile, and may be some that are done.
      sums = HWY_MIN(sums + sums_step, last_sums);
      to = HWY_MIN(to + to_step, last_to);
      --left;
    }
  };
  row_tile now, later;

  HWY_INLINE byte_writer(const simd_output& o, std::size_t p, const tiling& t)
      : p0(o, p),
        p1(o, p + 1 % P),
        p2(o, p + 2 % P),
        p3(o, p + 3 % P),
        two_terms(want_two_terms(p0, p1, p2, p3)),
        out(o),
        panel(p),
        channels(channels_of(o, p, P)),
        step(static_cast<std::size_t>(o.channels)),
        height(t.height) {}

  /// Takes a block, of which nothing has been written.
  HWY_INLINE void take(const tile_block& b, const std::uint32_t* from, std::size_t steps) {
    now = tile_of(b, 0, from);
    later = tile_of(b, 1, from + height * width);
    const auto n = static_cast<std::uint32_t>(steps);
    at_once = (now.left + later.left + n - 1) / n;
  }
  HWY_INLINE void operator()() { write(at_once); }
  HWY_INLINE void write_all() { write(now.left + later.left); }

 private:
  HWY_INLINE row_tile tile_of(const tile_block& b, std::size_t i, const std::uint32_t* sums) const {
    if (i >= b.tiles) return {};
    const std::size_t last = height - together, first = HWY_MIN(b.done[i], last);
    std::int8_t* const to =
        static_cast<std::int8_t*>(out.data) + b.first_row[i] * step + panel * panel_width;
    return {sums + first * width, sums + last * width, to + first * step, to + last * step,
            static_cast<std::uint32_t>((last - first + together - 1) / together + 1)};
  }
  /// Vector i of those that become a vector of codes.
  HWY_INLINE v32 sums_at(std::size_t i) const {
    return load_sums(now.sums + i / P * width + i % P * panel_width);
  }
  HWY_INLINE void write(std::uint32_t n) {
    for (; n != 0; --n) {
      if (now.left == 0) {
        if (later.left == 0) return;
        now = later;
        later.left = 0;
      }
      // Else GCC makes this loop twice, which takes a tenth longer where blocks are short.
      bool two = two_terms;
      asm("" : "+r"(two));
      const __m512i bytes =
          pack_codes(two, p0, sums_at(0), p1, sums_at(1), p2, sums_at(2), p3, sums_at(3));
      if constexpr (P == 1) store_four_rows(bytes, channels, step, now.to);
      if constexpr (P == 2) store_two_rows(bytes, channels, step, now.to);
      if constexpr (P == 4) _mm512_storeu_si512(now.to, bytes);
      now.advance(together * width, together * step);
    }
  }
};

/// 16 channels of sums of low and of high bytes to int16 codes.
struct narrow_words {
  lane_constants<code_way::by_words> c;

  HWY_INLINE narrow_words(const simd_output& out, std::size_t panel)
      : c(out, out.panels[panel], 0) {}

  HWY_INLINE v32 codes(const std::uint32_t* low, const std::uint32_t* high) const {
    return c.codes(hn::Add(load_sums(low), hn::ShiftLeft<8>(load_sums(high))));
  }
};

/// The same of a wide panel.   code = (low * factor + 256 * high * factor + rounding) >> shift,
/// over 64 bits of even and of odd channels
struct wide_words {
  v32 factor, odd_factor;
  __m512i rounding, odd_rounding, shift, odd_shift;

  HWY_INLINE wide_words(const simd_output& out, std::size_t panel) {
    const simd_panel& p = out.panels[panel];
    factor = load_sums(p.factor.data());
    odd_factor = odd(factor);
    const v32 shifts = load_sums(p.shift.data());
    shift = _mm512_and_si512(shifts.raw, _mm512_set1_epi64(0xffffffff));
    odd_shift = odd(shifts).raw;
    const __m512i first = _mm512_load_si512(p.even_rounding.data());
    const __m512i last = _mm512_load_si512(p.odd_rounding.data());
    const __m512i evens = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
    const __m512i odds = _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15);
    rounding = rounding_of(_mm512_permutex2var_epi64(first, evens, last), factor, shift);
    odd_rounding = rounding_of(_mm512_permutex2var_epi64(first, odds, last), odd_factor, odd_shift);
  }

  /// start * f + 2^(by - 1)
  static HWY_INLINE __m512i rounding_of(__m512i start, v32 f, __m512i by) {
    const __m512i one = _mm512_set1_epi64(1), lower = _mm512_set1_epi64(0xffffffff);
    return _mm512_add_epi64(_mm512_mullo_epi64(start, _mm512_and_si512(f.raw, lower)),
                            _mm512_sllv_epi64(one, _mm512_sub_epi64(by, one)));
  }
  /// (low * f + 256 * high * f + from) >> by
  static HWY_INLINE __m512i half(v32 low, v32 high, v32 f, __m512i from, __m512i by) {
    const __m512i above = _mm512_slli_epi64(_mm512_mul_epi32(high.raw, f.raw), 8);
    const __m512i sum = _mm512_add_epi64(_mm512_mul_epi32(low.raw, f.raw), from);
    return _mm512_srav_epi64(_mm512_add_epi64(sum, above), by);
  }

  static HWY_INLINE v32 odd(v32 v) { return v32{_mm512_srli_epi64(v.raw, 32)}; }

  HWY_INLINE v32 codes(const std::uint32_t* low, const std::uint32_t* high) const {
    const v32 x = load_sums(low), y = load_sums(high);
    const __m512i even = half(x, y, factor, rounding, shift);
    const __m512i odds = half(odd(x), odd(y), odd_factor, odd_rounding, odd_shift);
    return v32{_mm512_mask_shuffle_epi32(even, 0xaaaa, odds, _MM_PERM_CCAA)};
  }
};

/// The int16 codes of a block of one or two panels, a few rows at each step of the block after it.
template <class Words, int P>
struct word_writer {
  static constexpr int panels = P;
  Words first, second;
  word_rows codes;
  const simd_output& out;
  std::size_t panel, height, at_once = 0, rows = 0;
  const std::uint32_t* sums = nullptr;
  std::int16_t* to = nullptr;

  HWY_INLINE word_writer(const simd_output& o, std::size_t p, const tiling& t)
      : first(o, p), second(o, p + P - 1), codes(o, p), out(o), panel(p), height(t.height) {}

  HWY_INLINE void take(const tile_block& b, const std::uint32_t* from, std::size_t steps) {
    rows = height - b.done[0];
    sums = from + b.done[0] * block_width;
    to = static_cast<std::int16_t*>(out.data) + panel * panel_width +
         (b.first_row[0] + b.done[0]) * static_cast<std::size_t>(out.channels);
    at_once = (rows + steps - 1) / steps;
  }
  HWY_INLINE void operator()() { write(at_once); }
  HWY_INLINE void write_all() { write(rows); }

 private:
  HWY_INLINE void write(std::size_t n) {
    for (; n != 0 && rows != 0; --n, --rows) {
      const std::uint32_t* const high = sums + height * block_width;
      const v32 from_first = first.codes(sums, high);
      v32 from_second = from_first;  // of one panel, for nothing
      if constexpr (P == 2) from_second = second.codes(sums + panel_width, high + panel_width);
      codes.store(from_first, from_second, to);
      sums += block_width;
      to += out.channels;
    }
  }
};

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

HWY_POP_ATTRIBUTES

#endif
