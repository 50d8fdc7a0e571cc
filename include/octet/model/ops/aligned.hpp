// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What ADD, SUB and SQUARED_DIFFERENCE of codes share in a model: checks and multipliers of
// kernels/aligned.hpp.
#pragma once

#include <cstdint>

#include "octet/kernels/aligned.hpp"
#include "octet/model/ops/elementwise.hpp"

namespace octet::ops {

/// An operator on two tensors of codes; Factors makes its factors of the three scales.
template <builtin Code, class T, aligned_factors (*Factors)(float, float, float), fused Fused>
struct aligned_entry : coded_pair_entry<Code, T, aligned_scaling, Fused> {
  using base = coded_pair_entry<Code, T, aligned_scaling, Fused>;

  static constexpr outcome<typename base::data> prepare(prepare_context& c) {
    typename base::data d{};
    pair_scales scales{};
    if (refusal r = base::prepare_pair(c, d, scales)) return r;
    const aligned_factors f = Factors(scales.input1, scales.input2, scales.output);
    // The reference knows only factors below 1 for sums, which alone have an activation; above, a
    // sum could leave int32.
    if (Fused == fused::activation && multiplier::from_real(f.output).shift > 0)
      return c.fail(errc::quantization_mismatch, c.op().output(0));
    d.scaling = {c.encode(f.input1), c.encode(f.input2), c.encode(f.output)};
    return d;
  }
};

}  // namespace octet::ops
