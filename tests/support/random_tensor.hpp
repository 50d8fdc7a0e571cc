// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Random shapes and codes for kernel tests, the same on every platform.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "octet/core/extents.hpp"

namespace octet_test {

class random_tensor {
 public:
  explicit random_tensor(std::uint32_t seed) : engine_(seed) {}

  /// Evenly spread over [low, high].
  std::int32_t between(std::int32_t low, std::int32_t high) {
    const auto span = static_cast<std::uint64_t>(std::int64_t{high} - low + 1);
    return static_cast<std::int32_t>(low + static_cast<std::int64_t>(engine_() % span));
  }

  /// A scale in [2^low, 2^(high + 1)), every order of magnitude as likely.
  float scale(int low, int high) {
    const auto mantissa = static_cast<float>(between(1 << 23, (1 << 24) - 1));
    return std::ldexp(mantissa, between(low, high) - 23);
  }

  /// Up to max_rank axes of 1 and more, now and then 0.
  octet::shape shape(std::int32_t rank, std::int32_t largest) {
    octet::shape s{.rank = rank};
    for (std::int32_t i = 0; i < rank; ++i) {
      s.sizes[static_cast<std::size_t>(i)] = between(0, 29) == 0 ? 0 : between(1, largest);
    }
    return s;
  }

  /// Codes of which one in eight is the lowest or the highest.
  template <class T>
  std::vector<T> codes(std::size_t count) {
    std::vector<T> v(count);
    for (T& x : v) x = code<T>();
    return v;
  }

  /// A code or a zero point.
  template <class T>
  T code() {
    constexpr std::int32_t low = std::numeric_limits<T>::min();
    constexpr std::int32_t high = std::numeric_limits<T>::max();
    const std::int32_t extreme = between(0, 15);
    return static_cast<T>(extreme == 0 ? low : extreme == 1 ? high : between(low, high));
  }

 private:
  std::mt19937 engine_;
};

/// Row-major index of each axis of element `i`.
inline std::vector<std::int32_t> index_of(const octet::shape& s, std::size_t i) {
  std::vector<std::int32_t> index(static_cast<std::size_t>(s.rank));
  for (std::size_t axis = index.size(); axis-- > 0;) {
    const auto size = static_cast<std::size_t>(s[static_cast<std::int32_t>(axis)]);
    index[axis] = static_cast<std::int32_t>(i % size);
    i /= size;
  }
  return index;
}

}  // namespace octet_test
