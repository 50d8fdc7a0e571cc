// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Cells of an LSTM. Read once per target by targets.hpp.
#ifndef OCTET_SIMD_NAME
#pragma once
#else

namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {

#if HWY_HAVE_FLOAT64
using dd = hn::ScalableTag<double>;
using vd = hn::Vec<dd>;

/// exp(x) for -200 <= x <= 0.   2^k exp(r), r = x - k ln 2, |r| <= ln 2 / 2
///
/// error    2^-50 of the result; the first term left out is 2^-57
HWY_INLINE vd exp_of(vd x) {
  constexpr double over_factorial[] = {1.0,
                                       1.0,
                                       1.0 / 2,
                                       1.0 / 6,
                                       1.0 / 24,
                                       1.0 / 120,
                                       1.0 / 720,
                                       1.0 / 5040,
                                       1.0 / 40320,
                                       1.0 / 362880,
                                       1.0 / 3628800,
                                       1.0 / 39916800,
                                       1.0 / 479001600,
                                       1.0 / 6227020800};
  // In its last bits a number of this size is a whole one.
  const auto whole = hn::Set(dd(), 0x1.8p52);
  const auto shifted = hn::MulAdd(x, hn::Set(dd(), 0x1.71547652b82fep0), whole);
  const auto k = hn::Sub(shifted, whole);
  // ln 2 in two parts: products with the first are exact.
  auto r = hn::NegMulAdd(k, hn::Set(dd(), 0x1.62e42feep-1), x);
  r = hn::NegMulAdd(k, hn::Set(dd(), 0x1.a39ef35793c76p-33), r);
  auto sum = hn::Set(dd(), over_factorial[13]);
  HWY_UNROLL(13)
  for (int n = 12; n >= 0; --n) sum = hn::MulAdd(sum, r, hn::Set(dd(), over_factorial[n]));
  const auto power = hn::ShiftLeft<52>(hn::BitCast(du64(), shifted));
  return hn::BitCast(dd(), hn::Add(hn::BitCast(du64(), sum), power));
}

/// Floats to which a function rounds, and where that is certain: where all that is within twice
/// the error of the scalar's function rounds alike.
struct certain_floats {
  hn::Vec<df> values;
  hn::Mask<df> certain;

  /// function(x) is a value and how far off the scalar's may be.
  template <class Function>
  HWY_INLINE certain_floats(hn::Vec<df> x, const Function& function) {
    const hn::Rebind<float, dd> half;
    const auto low = function(hn::PromoteTo(dd(), hn::LowerHalf(half, x)));
    const auto high = function(hn::PromoteTo(dd(), hn::UpperHalf(half, x)));
    const auto floats = [&](vd of_low, vd of_high) OCTET_SIMD_ATTR {
      return hn::Combine(df(), hn::DemoteTo(half, of_high), hn::DemoteTo(half, of_low));
    };
    values = floats(hn::Sub(low.value, low.margin), hn::Sub(high.value, high.margin));
    const auto most = floats(hn::Add(low.value, low.margin), hn::Add(high.value, high.margin));
    // Beyond that exp has no normal float.
    certain = hn::And(hn::Eq(values, most), hn::Le(hn::Abs(x), hn::Set(df(), 85.0F)));
  }
};

struct value_with_margin {
  vd value, margin;
};

HWY_INLINE certain_floats logistic_of(hn::Vec<df> x) {
  return {x, [](vd v) OCTET_SIMD_ATTR {
            const auto one = hn::Set(dd(), 1.0);
            const auto e = exp_of(hn::Neg(hn::Abs(v)));
            const auto above = hn::IfThenElse(hn::Lt(v, hn::Zero(dd())), e, one);
            const auto value = hn::Div(above, hn::Add(one, e));
            return value_with_margin{value, hn::Mul(value, hn::Set(dd(), 0x1p-47))};
          }};
}

HWY_INLINE certain_floats tanh_of(hn::Vec<df> x) {
  certain_floats f(hn::Abs(x), [](vd v) OCTET_SIMD_ATTR {
    const auto one = hn::Set(dd(), 1.0);
    const auto e = exp_of(hn::Mul(v, hn::Set(dd(), -2.0)));
    // Where x is small, what is left has the error of 1.
    return value_with_margin{hn::Div(hn::Sub(one, e), hn::Add(one, e)), hn::Set(dd(), 0x1p-48)};
  });
  const auto zero = hn::Eq(x, hn::Zero(df()));
  f.certain = hn::Or(f.certain, zero);
  f.values = hn::IfThenElse(hn::Lt(x, hn::Zero(df())), hn::Neg(f.values), f.values);
  f.values = hn::IfThenElse(zero, hn::Zero(df()), f.values);
  return f;
}

/// `lanes` cells from number i on; false, and nothing done, where a rounding is not certain.
HWY_INLINE bool real_cells_vector(const simd_real_cells& c, std::size_t i) {
  const auto gate = [&](std::size_t n) OCTET_SIMD_ATTR {
    const std::size_t at = n * c.step + i;
    return hn::Add(hn::LoadU(df(), c.from_input + at), hn::LoadU(df(), c.from_hidden + at));
  };
  const auto input = logistic_of(gate(0)), forget = logistic_of(gate(1));
  const auto candidate = tanh_of(gate(2)), output = logistic_of(gate(3));
  const auto kept = rounded_product(forget.values, hn::LoadU(df(), c.cell + i));
  const auto taken = rounded_product(input.values, candidate.values);
  const auto cell =
      clamp_floats(hn::Add(kept, taken), hn::Set(df(), c.clip.min), hn::Set(df(), c.clip.max));
  const auto activated = tanh_of(cell);
  const auto gates =
      hn::And(hn::And(input.certain, forget.certain), hn::And(candidate.certain, output.certain));
  if (!hn::AllTrue(df(), hn::And(gates, activated.certain))) return false;
  hn::StoreU(cell, df(), c.cell + i);
  hn::StoreU(hn::Mul(output.values, activated.values), df(), c.hidden + i);
  return true;
}

inline void real_cells(const simd_real_cells& c) {
  std::size_t i = 0;
  const auto by_scalar = [&](std::size_t n) {
    portable::real_cells(
        {c.from_input + i, c.from_hidden + i, c.step, c.cell + i, c.hidden + i, n, c.clip});
  };
  for (; i + lanes <= c.n; i += lanes) {
    if (!real_cells_vector(c, i)) by_scalar(lanes);
  }
  if (i == c.n) return;
  float from_input[4 * lanes] = {}, from_hidden[4 * lanes] = {}, cell[lanes] = {}, hidden[lanes];
  const std::size_t bytes = (c.n - i) * sizeof(float);
  for (std::size_t gate = 0; gate < 4; ++gate) {
    __builtin_memcpy(from_input + gate * lanes, c.from_input + gate * c.step + i, bytes);
    __builtin_memcpy(from_hidden + gate * lanes, c.from_hidden + gate * c.step + i, bytes);
  }
  __builtin_memcpy(cell, c.cell + i, bytes);
  if (!real_cells_vector({from_input, from_hidden, lanes, cell, hidden, lanes, c.clip}, 0))
    return by_scalar(c.n - i);
  __builtin_memcpy(c.cell + i, cell, bytes);
  __builtin_memcpy(c.hidden + i, hidden, bytes);
}
#else
using portable::real_cells;
#endif

HWY_INLINE v32 clamp_lanes(v32 x, std::int32_t low, std::int32_t high) {
  return hn::Min(hn::Max(x, hn::Set(d32(), low)), hn::Set(d32(), high));
}
HWY_INLINE v32 saturated_word(v32 x) { return clamp_lanes(x, -32768, 32767); }

/// The sums of a gate as a code.
template <bool Wide>
HWY_INLINE v32 scaled_gate(const simd_scaling& s, v32 x) {
  if constexpr (Wide) {
    const auto factor = hn::Set(d32(), static_cast<std::int32_t>(s.factor));
    const auto low = hn::BitCast(du32(), hn::And(x, hn::Set(d32(), 0xffff)));
    const auto of_low = hn::ShiftRight<16>(hn::Mul(low, hn::BitCast(du32(), factor)));
    const auto of_high = hn::Mul(hn::ShiftRight<16>(x), factor);
    const auto rounding = hn::Set(d32(), static_cast<std::int32_t>(s.rounding));
    const auto sum = hn::Add(hn::Add(of_high, hn::BitCast(d32(), of_low)), rounding);
    return saturated_word(hn::ShiftRightSame(sum, s.shift));
  } else {
    return saturated_word(lane_scaling(s).apply(x));
  }
}

/// The functions of gates and cells.
struct cell_curves {
  lane_sigmoid logistic, tanh;

  HWY_INLINE cell_curves() : logistic(simd_sigmoid::logistic()), tanh(simd_sigmoid::tanh()) {}
};

/// `lanes` cells from number i on.
template <bool Wide>
HWY_INLINE void code_cells_vector(const simd_code_cells& c, const cell_curves& curves,
                                  std::size_t i) {
  using code = std::conditional_t<Wide, std::int16_t, std::int8_t>;
  const hn::Rebind<std::int16_t, d32> words;
  const hn::Rebind<code, d32> narrow;
  const auto gate = [&](std::size_t n) OCTET_SIMD_ATTR {
    const std::size_t at = n * c.step + i;
    const v32 x = scaled_gate<Wide>(c.input_scaling[n], hn::LoadU(d32(), c.from_input + at));
    const v32 h = scaled_gate<Wide>(c.hidden_scaling[n], hn::LoadU(d32(), c.from_hidden + at));
    const v32 both = saturated_word(hn::Add(x, h));
    return hn::Add(hn::Add(both, both), both);  // steps of the table
  };
  const auto product = [](v32 x, v32 y, const simd_scaling& s)
                           OCTET_SIMD_ATTR { return lane_scaling(s).apply(hn::Mul(x, y)); };
  const v32 input = curves.logistic.of(gate(0)), forget = curves.logistic.of(gate(1));
  const v32 candidate = curves.tanh.of(gate(2)), output = curves.logistic.of(gate(3));
  const v32 before = hn::PromoteTo(d32(), hn::LoadU(words, c.cell + i));
  const v32 kept = saturated_word(product(forget, before, c.forget));
  const v32 taken = saturated_word(product(input, candidate, c.input));
  const v32 cell = clamp_lanes(hn::Add(kept, taken), c.cell_clip.min, c.cell_clip.max);
  hn::StoreU(hn::DemoteTo(words, cell), words, c.cell + i);
  const std::int32_t half = c.tanh_shift > 0 ? 1 << (c.tanh_shift - 1) : 0;
  const v32 steps = hn::Add(hn::Mul(cell, hn::Set(d32(), c.tanh_factor)), hn::Set(d32(), half));
  const v32 activated = curves.tanh.of(hn::ShiftRightSame(steps, c.tanh_shift));
  const v32 hidden =
      clamp_lanes(product(activated, output, c.output), c.hidden_clip.min, c.hidden_clip.max);
  hn::StoreU(hn::DemoteTo(narrow, hidden), narrow, static_cast<code*>(c.hidden) + i);
}

template <bool Wide>
inline void code_cells_of(const simd_code_cells& c) {
  using code = std::conditional_t<Wide, std::int16_t, std::int8_t>;
  const cell_curves curves;
  std::size_t i = 0;
  for (; i + lanes <= c.n; i += lanes) code_cells_vector<Wide>(c, curves, i);
  if (i == c.n) return;
  std::int32_t from_input[4 * lanes] = {}, from_hidden[4 * lanes] = {};
  std::int16_t cell[lanes] = {};
  code hidden[lanes];
  const std::size_t n = c.n - i;
  for (std::size_t gate = 0; gate < 4; ++gate) {
    __builtin_memcpy(from_input + gate * lanes, c.from_input + gate * c.step + i, n * 4);
    __builtin_memcpy(from_hidden + gate * lanes, c.from_hidden + gate * c.step + i, n * 4);
  }
  __builtin_memcpy(cell, c.cell + i, n * sizeof(*cell));
  simd_code_cells rest = c;
  rest.from_input = from_input;
  rest.from_hidden = from_hidden;
  rest.step = lanes;
  rest.cell = cell;
  rest.hidden = hidden;
  code_cells_vector<Wide>(rest, curves, 0);
  __builtin_memcpy(c.cell + i, cell, n * sizeof(*cell));
  __builtin_memcpy(static_cast<code*>(c.hidden) + i, hidden, n * sizeof(*hidden));
}

template <bool Words>
inline void code_cells(const simd_code_cells& c) {
  if constexpr (Words) {
    if (c.wide) return code_cells_of<true>(c);
  }
  code_cells_of<false>(c);
}

}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#endif
