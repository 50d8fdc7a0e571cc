// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Codes to the target's form, and the target's table. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// n int8 codes in the target's form; what is left after whole vectors is done by one that reaches
/// back, or code by code where there is no whole one.
HWY_INLINE void copy_codes(const std::int8_t* from, std::uint8_t* to, std::size_t n) {
  if constexpr (form == simd_form::signed_8) {
    __builtin_memcpy(to, from, n);
    return;
  }
  constexpr std::size_t step = HWY_MAX_BYTES / form_bytes;
  const auto one = [&](std::size_t i) OCTET_SIMD_ATTR {
    if constexpr (form_bytes == 1) {
      const auto flip = hn::Set(d8(), std::int8_t{-128});
      hn::StoreU(hn::BitCast(du8(), hn::Xor(hn::LoadU(d8(), from + i), flip)), du8(), to + i);
    } else {
      const hn::Rebind<std::int8_t, d16> narrow;
      hn::StoreU(hn::BitCast(du8(), hn::PromoteTo(d16(), hn::LoadU(narrow, from + i))), du8(),
                 to + 2 * i);
    }
  };
  std::size_t i = 0;
  for (; i + step <= n; i += step) one(i);
  if (i == n) return;
  if (n >= step) {
    one(n - step);
    return;
  }
#if HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT == 1
  const auto mask = (std::uint64_t{1} << n) - 1;
  const __m512i flip = _mm512_set1_epi8(-128);
  _mm512_mask_storeu_epi8(to, mask, _mm512_xor_si512(_mm512_maskz_loadu_epi8(mask, from), flip));
#else
  for (; i < n; ++i) {
    if constexpr (form_bytes == 1) {
      to[i] = static_cast<std::uint8_t>(from[i] ^ -128);
    } else {
      const std::int16_t code = from[i];
      __builtin_memcpy(to + 2 * i, &code, 2);
    }
  }
#endif
}

inline void copy(const simd_copy& c) {
  const auto* from = static_cast<const std::int8_t*>(c.from);
  auto* to = static_cast<std::uint8_t*>(c.to);
  for (std::size_t i = 0; i < c.count; ++i, from += c.from_step, to += c.to_step) {
    copy_codes(from, to, c.n);
  }
}

/// Low and high bytes of two vectors of int16 codes, as split_codes wants them.
struct split_bytes {
  hn::Vec<du8> low, high;

  HWY_INLINE split_bytes(hn::Vec<d16> a, hn::Vec<d16> b) {
    constexpr std::uint8_t sign = form == simd_form::signed_8 ? 128 : 0, high_sign = 128 - sign;
#if HWY_MAX_BYTES == 64
    const __m512i halves =
        _mm512_broadcast_i32x4(_mm_setr_epi8(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15));
    const __m512i evens = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14);
    const __m512i odds = _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15);
    const __m512i x = _mm512_shuffle_epi8(a.raw, halves), y = _mm512_shuffle_epi8(b.raw, halves);
    low = hn::Vec<du8>{_mm512_permutex2var_epi64(x, evens, y)};
    high = hn::Vec<du8>{_mm512_permutex2var_epi64(x, odds, y)};
#else
    const auto byte = [](auto v) OCTET_SIMD_ATTR { return hn::ShiftRight<8>(v); };
    low = hn::BitCast(du8(),
                      in_order(pack_bytes(byte(hn::ShiftLeft<8>(a)), byte(hn::ShiftLeft<8>(b)))));
    high = hn::BitCast(du8(), in_order(pack_bytes(byte(a), byte(b))));
#endif
    low = hn::Xor(low, hn::Set(du8(), sign));
    high = hn::Xor(high, hn::Set(du8(), high_sign));
  }
};

/// code = 256 * (high - 128) + low, both unsigned; of signed_8 both less 128
HWY_INLINE void split_codes(const std::int16_t* from, std::uint8_t* low, std::uint8_t* high,
                            std::size_t n) {
  constexpr std::size_t step = 4 * lanes;
  const auto one = [&](std::size_t i) OCTET_SIMD_ATTR {
    const split_bytes bytes(hn::LoadU(d16(), from + i), hn::LoadU(d16(), from + i + step / 2));
    hn::StoreU(bytes.low, du8(), low + i);
    hn::StoreU(bytes.high, du8(), high + i);
  };
  std::size_t i = 0;
  for (; i + step <= n; i += step) one(i);
  if (i == n) return;
  if (n >= step) {
    one(n - step);
    return;
  }
#if HWY_MAX_BYTES == 64
  const auto mask = (std::uint64_t{1} << n) - 1;
  const hn::Vec<d16> a{_mm512_maskz_loadu_epi16(static_cast<__mmask32>(mask), from)};
  const hn::Vec<d16> b{
      _mm512_maskz_loadu_epi16(static_cast<__mmask32>(mask >> 32), from + step / 2)};
  const split_bytes bytes(a, b);
  _mm512_mask_storeu_epi8(low, mask, bytes.low.raw);
  _mm512_mask_storeu_epi8(high, mask, bytes.high.raw);
#else
  constexpr std::uint8_t sign = form == simd_form::signed_8 ? 128 : 0;
  for (; i < n; ++i) {
    low[i] = static_cast<std::uint8_t>((from[i] & 255) ^ sign);
    high[i] = static_cast<std::uint8_t>(((from[i] >> 8) + 128) ^ sign);
  }
#endif
}

inline void split(const simd_copy& c) {
  const auto* from = static_cast<const std::uint8_t*>(c.from);
  auto* to = static_cast<std::uint8_t*>(c.to);
  for (std::size_t i = 0; i < c.count; ++i, from += c.from_step, to += c.to_step) {
    if constexpr (form_bytes == 1) {
      split_codes(reinterpret_cast<const std::int16_t*>(from), to, to + c.high_plane, c.n);
    } else {
      __builtin_memcpy(to, from, 2 * c.n);
    }
  }
}

/// Words: whether codes may be int16.
template <class Table, bool Words>
constexpr Table make_kernels() {
  Table k;
  if constexpr (SimdTable<Table, simd_product_kernels>) {
    k.target = simd_target::OCTET_SIMD_NAME;
    k.form = form;
    k.rounding = rounding_of_floats;
    k.lanes = static_cast<std::int32_t>(lanes);
    k.copy = copy;
    if constexpr (Words) k.split = split;
    k.multiply = multiply<Words>;
    k.multiply_winograd = winograd_of_target;
  }
  if constexpr (SimdTable<Table, simd_depthwise_kernels>) {
    k.block = static_cast<std::int32_t>(block_codes);
    k.piece = line_piece;
    k.interleave = interleave;
    k.interleave_line = interleave_line;
    k.depthwise = depthwise<Words>;
    k.depthwise_columns = depthwise_columns_of_target<Words>;
    k.depthwise_stacks = depthwise_stacks_of_target<Words>;
  }
  if constexpr (SimdTable<Table, simd_hybrid_kernels>) {
    k.quantize_row = quantize_real_row;
    k.real_rows = real_rows;
    k.add_scaled = add_scaled;
  }
  if constexpr (SimdTable<Table, simd_code_cell_kernels>) k.code_cells = code_cells<Words>;
  if constexpr (SimdTable<Table, simd_real_cell_kernels>) k.real_cells = real_cells;
  if constexpr (SimdTable<Table, simd_time_kernels>) {
    k.code_time_sums = code_time_sums;
    k.real_time_sums = real_time_sums;
  }
  if constexpr (SimdTable<Table, simd_pair_kernels>) k.combine = combine<Words>;
  if constexpr (SimdTable<Table, simd_extremum_kernels>) k.extremum = extremum;
  if constexpr (SimdTable<Table, simd_prelu_kernels>) k.prelu = prelu;
  if constexpr (SimdTable<Table, simd_maximum_kernels>) k.maximum = maximum<Words>;
  if constexpr (SimdTable<Table, simd_pool_kernels>) {
    k.pool = pool<Words>;
    k.sum_row = sum_row<Words>;
  }
  if constexpr (SimdTable<Table, simd_lookup_kernels>) k.lookup = lookup;
  if constexpr (SimdTable<Table, simd_rescale_kernels>) k.rescale = rescale;
  if constexpr (SimdTable<Table, simd_interpolation_kernels>) k.interpolate = interpolate;
  if constexpr (SimdTable<Table, simd_sigmoid_kernels>) k.sigmoid = sigmoid;
  if constexpr (SimdTable<Table, simd_softmax_kernels>) k.softmax_row = softmax_row;
  if constexpr (SimdTable<Table, simd_real_kernels>) {
    k.quantize = quantize<Words>;
    k.dequantize = dequantize<Words>;
  }
  if constexpr (SimdTable<Table, simd_float_kernels>) k.floats = float_words;
  return k;
}

template <class Table, bool Words>
inline constexpr Table kernels = make_kernels<Table, Words>();

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
