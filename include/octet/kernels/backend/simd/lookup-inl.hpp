// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Tables of 256 bytes, looked up with shuffles. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if HWY_ARCH_X86
/// A table whose rows of 16 are told from the row before: row r of a half counts for all indices
/// that are not below it, and what all of these have in common cancels out.
struct lookup_rows {
  hn::Vec<du8> rows[16];

  HWY_INLINE explicit lookup_rows(const std::uint8_t* table) {
    const hn::Full128<std::uint8_t> d;
    for (std::size_t r = 0; r < 16; ++r) {
      alignas(16) std::uint8_t row[16];
      const auto here = hn::LoadU(d, table + r * 16);
      hn::Store(r % 8 == 0 ? here : hn::Xor(here, hn::LoadU(d, table + r * 16 - 16)), d, row);
      rows[r] = hn::LoadDup128(du8(), row);
    }
  }

  /// The entries of one half. An index counts as long as its top bit is clear, by its low four.
  HWY_INLINE hn::Vec<du8> half(std::size_t first, hn::Vec<d8> index) const {
    const auto step = hn::Set(d8(), 16);
    auto found = hn::TableLookupBytesOr0(rows[first], hn::BitCast(du8(), index));
    HWY_UNROLL(8)
    for (std::size_t r = 1; r < 8; ++r) {
      index = hn::SaturatedSub(index, step);
      found = hn::Xor(found, hn::TableLookupBytesOr0(rows[first + r], hn::BitCast(du8(), index)));
    }
    return found;
  }

  HWY_INLINE hn::Vec<du8> at(hn::Vec<du8> index) const {
    const auto upper = hn::Xor(index, hn::Set(du8(), 128));
    return hn::Or(half(0, hn::BitCast(d8(), index)), half(8, hn::BitCast(d8(), upper)));
  }
};
#elif HWY_ARCH_ARM_A64
/// A table in four times four registers; an index outside one of them leaves the entry as it is.
struct lookup_rows {
  uint8x16x4_t quarters[4];

  HWY_INLINE explicit lookup_rows(const std::uint8_t* table) {
    for (std::size_t q = 0; q < 4; ++q) {
      for (std::size_t r = 0; r < 4; ++r) quarters[q].val[r] = vld1q_u8(table + q * 64 + r * 16);
    }
  }

  HWY_INLINE hn::Vec<du8> at(hn::Vec<du8> index) const {
    uint8x16_t found = vqtbl4q_u8(quarters[0], index.raw);
    for (std::size_t q = 1; q < 4; ++q) {
      const uint8x16_t from = vdupq_n_u8(static_cast<std::uint8_t>(q * 64));
      found = vqtbx4q_u8(found, quarters[q], vsubq_u8(index.raw, from));
    }
    return hn::Vec<du8>{found};
  }
};
#endif

#if HWY_ARCH_X86 || HWY_ARCH_ARM_A64
inline void lookup(const simd_lookup& l) {
  constexpr std::size_t step = HWY_MAX_BYTES;
  if (l.n < step) return portable::lookup(l);
  const lookup_rows rows(l.table);
  // The last codes, read before anything is written: the output may be the input.
  const auto last = hn::LoadU(du8(), l.from + l.n - step);
  for (std::size_t i = 0; i < l.n; i += step) {
    const bool whole = i + step <= l.n;
    const auto codes = whole ? hn::LoadU(du8(), l.from + i) : last;
    hn::StoreU(rows.at(codes), du8(), l.to + (whole ? i : l.n - step));
  }
}
#else
using portable::lookup;
#endif

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
