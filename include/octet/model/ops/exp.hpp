// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// EXP and LOG in a model, of 8-bit codes: tables of the functions.
#pragma once

#include <limits>

#include "octet/fixed/real.hpp"
#include "octet/fixed/real_root.hpp"
#include "octet/model/ops/lookup.hpp"

namespace octet::ops {

template <class T>
struct exp : lookup_entry<builtin::exp, T> {
  static constexpr auto prepare(prepare_context& c) {
    return exp::prepare_table(c, [](float x) {
      constexpr double highest = std::numeric_limits<float>::max();
      const double power = real_exp(x);
      return static_cast<float>(power < highest ? power : highest);
    });
  }
};

/// What has no logarithm gives the lowest code.
template <class T>
struct log : lookup_entry<builtin::log, T> {
  static constexpr auto prepare(prepare_context& c) {
    return log::prepare_table(c, [](float x) {
      return x > 0 ? static_cast<float>(real_log(x)) : std::numeric_limits<float>::lowest();
    });
  }
};

}  // namespace octet::ops
