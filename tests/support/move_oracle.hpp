// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What operators that move elements must give, from where each element of the output comes from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "octet/core/extents.hpp"
#include "support/random_tensor.hpp"

namespace octet_test {

using index_vector = std::vector<std::int32_t>;

inline std::vector<std::int32_t> sizes_of(const octet::shape& s) {
  return {s.sizes.begin(), s.sizes.begin() + s.rank};
}

inline octet::shape shape_of(const index_vector& sizes) {
  octet::shape s{.rank = static_cast<std::int32_t>(sizes.size())};
  for (std::size_t i = 0; i < sizes.size(); ++i) s.sizes[i] = sizes[i];
  return s;
}

/// Row-major place of an element; every index inside its axis.
inline std::size_t place_of(const octet::shape& s, const index_vector& index) {
  std::size_t place = 0;
  for (std::size_t axis = 0; axis < index.size(); ++axis) {
    place = place * static_cast<std::size_t>(s.sizes[axis]) + static_cast<std::size_t>(index[axis]);
  }
  return place;
}

/// 1, 2, 3 ...: every element can be told from every other.
template <class T>
std::vector<T> numbered(std::size_t count) {
  std::vector<T> v(count);
  for (std::size_t i = 0; i < count; ++i) v[i] = static_cast<T>(i + 1);
  return v;
}

/// The output whose element `index` is the input's element from(index), or `otherwise` where there
/// is none.
template <class T, class From>
std::vector<T> moved(const octet::shape& out, const std::vector<T>& input, const octet::shape& in,
                     From from, T otherwise = T{}) {
  std::vector<T> output(out.count());
  for (std::size_t i = 0; i < output.size(); ++i) {
    const std::optional<index_vector> source = from(index_of(out, i));
    output[i] = source ? input.at(place_of(in, *source)) : otherwise;
  }
  return output;
}

}  // namespace octet_test
