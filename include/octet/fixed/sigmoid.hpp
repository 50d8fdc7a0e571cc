// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// tanh and logistic of q, from the exponential of a negative number and one division.
#pragma once

#include <algorithm>
#include <cstdint>

#include "octet/fixed/exp_log.hpp"
#include "octet/fixed/q.hpp"
#include "octet/fixed/q62.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

namespace detail {

/// exp(-|x|) in Q2.62, 0 from 64 on, where it is below the last bit. Never above 1.
template <QFormat From>
[[nodiscard]] constexpr std::uint64_t decay_q62(From x, int doublings) {
  constexpr std::uint64_t cut = std::uint64_t{64} << exponent_q::fraction_bits;
  const auto near = narrow<exponent_q, nearest_even, saturate>(x);
  const std::uint64_t distance = std::min(magnitude_of(near).value, cut) << doublings;
  return exponential(exponent_q::from_code(-static_cast<std::int64_t>(distance))).q62();
}

}  // namespace detail

/// The hyperbolic tangent.   To(tanh(x)),   tanh(|x|) = (1 - e) / (1 + e),   e = exp(-2 |x|)
///
/// shapes   To has at most 44 fraction bits
/// rounding to nearest, ties to even; tanh(-x) = -tanh(x) but for the ends of To's range
/// range    1 saturates or traps where To does not hold it; so does a negative result in uq
/// error    0.51 ulp; 0.5001 up to 31 fraction bits
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To tanh(From x) {
  detail::check_function_formats<To, Overflow, From>();
  static_assert(detail::coarse_enough_for_q62<To>, "octet::tanh: more than 44 fraction bits");
  const std::uint64_t e = detail::decay_q62(x, 1);
  const auto positive =
      static_cast<std::int64_t>(detail::divide_q62(detail::q62_one - e, detail::q62_one + e));
  return detail::round_to<To, Overflow>(x.code() < 0 ? -positive : positive, 62);
}

/// The logistic function.   To(1 / (1 + exp(-x)))
///
/// shapes   To has at most 44 fraction bits
/// rounding to nearest, ties to even
/// range    1 saturates or traps where To does not hold it
/// error    0.51 ulp; 0.5001 up to 31 fraction bits
template <QFormat To, OverflowRule Overflow = saturate, QFormat From>
[[nodiscard]] constexpr To logistic(From x) {
  detail::check_function_formats<To, Overflow, From>();
  static_assert(detail::coarse_enough_for_q62<To>, "octet::logistic: more than 44 fraction bits");
  const std::uint64_t e = detail::decay_q62(x, 0);
  const std::uint64_t share =
      detail::divide_q62(x.code() < 0 ? e : detail::q62_one, detail::q62_one + e);
  return detail::round_to<To, Overflow>(static_cast<std::int64_t>(share), 62);
}

}  // namespace octet
