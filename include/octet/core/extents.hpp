// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Shapes: extents whose sizes are known to the compiler or only at run time, and shapes of any
// rank.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "octet/core/config.hpp"

namespace octet {

/// Marks an extent that is known only at run time.
inline constexpr std::int32_t dynamic = -1;

/// Row-major extents of fixed rank; each is a constant of the type or, where `dynamic`, a member.
template <std::int32_t... Sizes>
class extents {
 public:
  static constexpr std::size_t rank = sizeof...(Sizes);

  constexpr extents() = default;
  template <class... Ints>
  requires(sizeof...(Ints) == sizeof...(Sizes) &&
           sizeof...(Sizes) > 0) constexpr extents(Ints... sizes)
      : sizes_{static_cast<std::int32_t>(sizes)...} {
    for (std::size_t i = 0; i < rank; ++i)
      OCTET_ASSERT(fixed_[i] == dynamic || fixed_[i] == sizes_[i]);
  }

  constexpr std::int32_t operator[](std::size_t i) const {
    return fixed_[i] == dynamic ? sizes_[i] : fixed_[i];
  }

  constexpr std::size_t count() const {
    std::size_t n = 1;
    for (std::size_t i = 0; i < rank; ++i) n *= static_cast<std::size_t>((*this)[i]);
    return n;
  }

  friend constexpr bool operator==(const extents& a, const extents& b) {
    for (std::size_t i = 0; i < rank; ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }

 private:
  static constexpr std::array<std::int32_t, rank> fixed_{Sizes...};
  std::array<std::int32_t, rank> sizes_{Sizes...};
};

/// (N, H, W, C), all known at run time only.
using extents_4d = extents<dynamic, dynamic, dynamic, dynamic>;

/// Axes a tensor may have.
inline constexpr std::int32_t max_rank = 6;

/// A shape whose rank too is known only at run time. Axes past the rank are 1.
struct shape {
  std::array<std::int32_t, max_rank> sizes{1, 1, 1, 1, 1, 1};
  std::int32_t rank = 0;

  constexpr std::int32_t operator[](std::int32_t i) const {
    return sizes[static_cast<std::size_t>(i)];
  }

  constexpr std::size_t count() const {
    std::size_t n = 1;
    for (std::int32_t i = 0; i < rank; ++i) n *= static_cast<std::size_t>((*this)[i]);
    return n;
  }

  /// Elements of the axes [first, last).
  constexpr std::int32_t product(std::int32_t first, std::int32_t last) const {
    std::int32_t n = 1;
    for (std::int32_t i = first; i < last; ++i) n *= (*this)[i];
    return n;
  }

  /// The same elements as exactly four axes, ones in front; meaningful up to rank 4.
  constexpr extents_4d as_4d() const {
    const auto axis = [this](std::int32_t from_end) {
      return rank >= from_end ? (*this)[rank - from_end] : 1;
    };
    return {axis(4), axis(3), axis(2), axis(1)};
  }

  friend constexpr bool operator==(const shape& a, const shape& b) {
    for (std::int32_t i = 0; i < max_rank; ++i) {
      if (a[i] != b[i]) return false;
    }
    return a.rank == b.rank;
  }
};

}  // namespace octet
