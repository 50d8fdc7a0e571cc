// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Codes that become codes one by one, of 16 bits on one side at least. Read once per target by
// targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

/// A vector of codes in lanes of 32 bits, and back.
template <class T>
HWY_INLINE v32 load_codes(const T* from) {
  return hn::PromoteTo(d32(), hn::LoadU(hn::Rebind<T, d32>(), from));
}
template <class T>
HWY_INLINE void store_codes(v32 codes, T* to) {
  if constexpr (sizeof(T) == 4) {
    hn::StoreU(codes, d32(), to);
  } else {
    const hn::Rebind<T, d32> narrow;
    hn::StoreU(hn::DemoteTo(narrow, codes), narrow, to);
  }
}

/// Less than a vector of codes, with anything behind them.
template <class T>
HWY_INLINE v32 load_few(const T* from, std::size_t n) {
#if HWY_MAX_BYTES == 64
  const hn::Rebind<T, d32> narrow;
  return hn::PromoteTo(d32(), hn::MaskedLoad(hn::FirstN(narrow, n), narrow, from));
#else
  alignas(64) T all[lanes] = {};
  __builtin_memcpy(all, from, n * sizeof(T));
  return load_codes(all);
#endif
}
template <class T>
HWY_INLINE void store_few(v32 codes, T* to, std::size_t n) {
#if HWY_MAX_BYTES == 64
  const hn::Rebind<T, d32> narrow;
  if constexpr (sizeof(T) == 4) {
    hn::BlendedStore(codes, hn::FirstN(narrow, n), narrow, to);
  } else {
    hn::BlendedStore(hn::DemoteTo(narrow, codes), hn::FirstN(narrow, n), narrow, to);
  }
#else
  alignas(64) T all[lanes];
  store_codes(codes, all);
  __builtin_memcpy(to, all, n * sizeof(T));
#endif
}

/// to[i] = map(from[i]), by vectors of codes in lanes of 32 bits
template <class From, class To, class Map>
HWY_INLINE void map_codes(const From* from, To* to, std::size_t n, const Map& map) {
  if (n < lanes) {
    if (n != 0) store_few(map(load_few(from, n)), to, n);
    return;
  }
  // The last codes, read before anything is written: the output may be the input.
  const v32 last = load_codes(from + n - lanes);
  for (std::size_t i = 0; i + lanes <= n; i += lanes)
    store_codes(map(load_codes(from + i)), to + i);
  if (n % lanes != 0) store_codes(map(last), to + n - lanes);
}

/// A simd_code_scaling in every lane.
struct lane_code_scaling {
  lane_scaling scaling;
  int left;

  HWY_INLINE explicit lane_code_scaling(const simd_code_scaling& s)
      : scaling(s.scaling), left(s.left) {}

  HWY_INLINE v32 apply(v32 x) const { return scaling.apply(hn::ShiftLeftSame(x, left)); }
};

template <class From, class To>
inline void rescale_row(const simd_rescale& r) {
  const lane_code_scaling scaling(r.scaling), below(r.below);
  const v32 zero_point = hn::Set(d32(), r.zero_point);
  const v32 low = hn::Set(d32(), r.clamp.min), high = hn::Set(d32(), r.clamp.max);
  const simd_map kind = r.map;
  map_codes(static_cast<const From*>(r.from), static_cast<To*>(r.to), r.n,
            [&](v32 codes) OCTET_SIMD_ATTR {
              const v32 x = hn::Sub(codes, zero_point);
              v32 scaled = scaling.apply(kind == simd_map::magnitude ? hn::Abs(x) : x);
              if (kind == simd_map::by_sign)
                scaled = hn::IfThenElse(hn::Lt(x, hn::Zero(d32())), below.apply(x), scaled);
              return hn::Min(hn::Max(scaled, low), high);
            });
}

inline void rescale(const simd_rescale& r) {
  with_rescale_types(r, [&]<class From, class To>() { rescale_row<From, To>(r); });
}

template <class T>
inline void prelu_row(const simd_prelu& p) {
  const auto* input = static_cast<const T*>(p.input);
  T* const out = static_cast<T*>(p.out);
  const lane_code_scaling identity(p.identity), slope(p.slope);
  const v32 zero_point = hn::Set(d32(), p.input_zero_point);
  const v32 alpha_zero_point = hn::Set(d32(), p.alpha_zero_point);
  const v32 low = hn::Set(d32(), p.clamp.min), high = hn::Set(d32(), p.clamp.max);
  const auto code = [&](v32 codes, v32 alpha) OCTET_SIMD_ATTR {
    const v32 x = hn::Sub(codes, zero_point);
    const v32 scaled = hn::IfThenElse(hn::Lt(x, hn::Zero(d32())),
                                      slope.apply(hn::Mul(x, hn::Sub(alpha, alpha_zero_point))),
                                      identity.apply(x));
    return hn::Min(hn::Max(scaled, low), high);
  };
  if (p.n < lanes) {
    if (p.n == 0) return;
    const v32 alpha =
        p.alpha_stays ? hn::Set(d32(), std::int32_t{*p.alpha}) : load_few(p.alpha, p.n);
    return store_few(code(load_few(input, p.n), alpha), out, p.n);
  }
  const auto alpha_at = [&](std::size_t i) OCTET_SIMD_ATTR {
    return p.alpha_stays ? hn::Set(d32(), std::int32_t{*p.alpha}) : load_codes(p.alpha + i);
  };
  // As in map_codes.
  const std::size_t last = p.n - lanes;
  const v32 last_codes = load_codes(input + last), last_alpha = alpha_at(last);
  for (std::size_t i = 0; i + lanes <= p.n; i += lanes)
    store_codes(code(load_codes(input + i), alpha_at(i)), out + i);
  if (p.n % lanes != 0) store_codes(code(last_codes, last_alpha), out + last);
}

inline void prelu(const simd_prelu& p) {
  p.wide ? prelu_row<std::int16_t>(p) : prelu_row<std::int8_t>(p);
}

/// 32 bits at `index` words of a table.
template <class Word>
HWY_INLINE v32 words_at(const Word* table, v32 index) {
#if HWY_ARCH_X86 && HWY_MAX_BYTES != 16
  const auto* words = reinterpret_cast<const std::int32_t*>(table);
  if constexpr (sizeof(Word) == 4) return hn::GatherIndex(d32(), words, index);
  return hn::GatherOffset(d32(), words, hn::Add(index, index));
#else
  alignas(16) std::int32_t at[lanes];
  alignas(16) std::int32_t words[lanes];
  hn::Store(index, d32(), at);
  for (std::size_t i = 0; i < lanes; ++i) __builtin_memcpy(words + i, table + at[i], 4);
  return hn::Load(d32(), words);
#endif
}

/// interpolate, of codes in lanes of 32 bits: modulo 2^16.
HWY_INLINE v32 interpolated(const std::int16_t* table, v32 codes) {
  const v32 line = hn::Add(hn::ShiftRight<7>(codes), hn::Set(d32(), 256));
  const v32 rest = hn::And(codes, hn::Set(d32(), 127));
  // The line's beginning, and in the upper half its end.
  const v32 ends = words_at(table, line), first = hn::ShiftLeft<16>(ends);
  const v32 value =
      add_word_products(hn::ShiftRight<9>(first), hn::Sub(ends, first), hn::ShiftLeft<16>(rest));
  return hn::ShiftRight<16>(hn::ShiftLeft<9>(hn::Add(value, hn::Set(d32(), 64))));
}

inline void interpolate(const simd_interpolation& p) {
  map_codes(p.from, p.to, p.n,
            [&](v32 codes) OCTET_SIMD_ATTR { return interpolated(p.table, codes); });
}

/// A curve of simd_sigmoid, of x in every lane.
struct lane_sigmoid {
  v32 middle, offset, ones, last;
  const std::uint32_t* lines;
  int fraction, output_shift;

  HWY_INLINE explicit lane_sigmoid(const simd_sigmoid& s)
      : middle(hn::Set(d32(), s.middle)),
        offset(hn::Set(d32(), s.offset)),
        ones(hn::Set(d32(), (1 << s.fraction) - 1)),
        last(hn::Set(d32(), static_cast<std::int32_t>(sigmoid_table.size()) - 1)),
        lines(s.lines),
        fraction(s.fraction),
        output_shift(s.output_shift) {}

  HWY_INLINE v32 of(v32 x) const {
    const v32 place = hn::Abs(x), rest = hn::And(place, ones);
    const v32 line = words_at(lines, hn::Min(hn::ShiftRightSame(place, fraction), last));
    const v32 below = hn::And(line, hn::Set(d32(), 0xffff));
    const v32 height = hn::Sub(
        add_word_products(hn::ShiftLeftSame(below, fraction), line, hn::ShiftLeft<16>(rest)),
        middle);
    const v32 sum = hn::Add(offset, hn::Xor(height, hn::ShiftRight<31>(x)));
    return hn::ShiftRightSame(sum, output_shift);
  }
};

inline void sigmoid(const simd_sigmoid& s) {
  const lane_sigmoid curve(s);
  const v32 factor = hn::Set(d32(), s.factor), half = hn::Set(d32(), s.half);
  const int shift = s.shift;
  map_codes(s.from, s.to, s.n, [&](v32 codes) OCTET_SIMD_ATTR {
    return curve.of(hn::ShiftRightSame(hn::Add(hn::Mul(codes, factor), half), shift));
  });
}

/// The largest of n > 0 codes.
HWY_INLINE std::int32_t largest_of(const std::int16_t* codes, std::size_t n) {
  constexpr std::size_t step = 2 * lanes;
  if (n < step) {
    std::int16_t largest = codes[0];
    for (std::size_t i = 1; i < n; ++i) largest = HWY_MAX(largest, codes[i]);
    return largest;
  }
  auto all = hn::LoadU(d16(), codes);
  for (std::size_t i = step; i < n; i += step)
    all = hn::Max(all, hn::LoadU(d16(), codes + HWY_MIN(i, n - step)));
  const v32 pairs = hn::BitCast(d32(), all);
  const v32 largest =
      hn::Max(hn::ShiftRight<16>(pairs), hn::ShiftRight<16>(hn::ShiftLeft<16>(pairs)));
  return hn::GetLane(hn::MaxOfLanes(d32(), largest));
}

/// Codes of a row to exponentials in Q0.15.
struct lane_exponentials {
  lane_code_scaling scaling;
  v32 largest;
  const std::int16_t* table;

  HWY_INLINE lane_exponentials(const simd_softmax_row& r, std::int32_t largest_code)
      : scaling(r.scaling), largest(hn::Set(d32(), largest_code)), table(r.exponentials) {}

  HWY_INLINE v32 of(v32 codes) const {
    const v32 scaled = scaling.apply(hn::Sub(codes, largest));
    const v32 place = hn::Add(hn::Max(scaled, hn::Set(d32(), -65535)), hn::Set(d32(), 32767));
    return interpolated(table, place);
  }
};

/// Exponentials to shares of their sum.
struct lane_shares {
  v32 factor, half;
  int shift;

  HWY_INLINE explicit lane_shares(v32 sums)
      : lane_shares(
            octet::detail::softmax_int16_reciprocal::of(hn::GetLane(hn::SumOfLanes(d32(), sums)))) {
  }
  HWY_INLINE explicit lane_shares(octet::detail::softmax_int16_reciprocal r)
      : factor(hn::Set(d32(), r.value)), half(hn::Set(d32(), 1 << (r.shift - 1))), shift(r.shift) {}

  HWY_INLINE v32 of(v32 exponentials) const {
    return hn::ShiftRightSame(hn::Add(hn::Mul(exponentials, factor), half), shift);
  }
};

inline void softmax_row(const simd_softmax_row& r) {
  const lane_exponentials exponentials(r, largest_of(r.from, r.n));
  if (r.n < lanes) {
    // What lies behind the codes may be larger: the table would not have it.
    const v32 all = exponentials.of(hn::Min(load_few(r.from, r.n), exponentials.largest));
    const v32 counted = hn::IfThenElseZero(hn::FirstN(d32(), r.n), all);
    store_few(lane_shares(counted).of(all), r.to, r.n);
    return;
  }
  // The last codes, as in map_codes; of their exponentials only those count that are new.
  const v32 last_codes = load_codes(r.from + r.n - lanes);
  const std::size_t rest = r.n % lanes;
  v32 sums = hn::Zero(d32());
  for (std::size_t i = 0; i + lanes <= r.n; i += lanes) {
    const v32 all = exponentials.of(load_codes(r.from + i));
    sums = hn::Add(sums, all);
    store_codes(all, r.to + i);
  }
  if (rest != 0) {
    const v32 all = exponentials.of(last_codes);
    sums = hn::Add(sums, hn::IfThenZeroElse(hn::FirstN(d32(), lanes - rest), all));
    store_codes(all, r.to + r.n - lanes);
  }
  const lane_shares shares(sums);
  map_codes(r.to, r.to, r.n, [&](v32 codes) OCTET_SIMD_ATTR { return shares.of(codes); });
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
