// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Seeded random numbers that are the same on every machine and with every standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace octet::train {

/// SplitMix64 with distributions of its own.
///
/// The standard fixes what its generators return but not what its distributions do with it, so the
/// same seed would give other digits and other weights with another standard library.
/// source   Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators"
class random_source {
 public:
  explicit constexpr random_source(std::uint64_t seed) : state_(seed) {}

  /// 64 uniformly distributed bits.
  constexpr std::uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  constexpr double uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

  /// Uniform in [low, high).
  constexpr double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Uniform in 0 .. bound - 1, for 0 < bound <= 2^32; off by less than bound / 2^32 from fair.
  constexpr std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(((bits() >> 32) * std::uint64_t{bound}) >> 32);
  }

  /// Mean 0, variance 1, |value| <= 6: the sum of twelve uniform numbers, less 6.
  /// Box-Muller would need log and cos, whose last bit differs between C libraries.
  constexpr double normal() {
    double sum = -6.0;
    for (int term = 0; term < 12; ++term) sum += uniform();
    return sum;
  }

  /// Fisher-Yates.
  template <typename T>
  constexpr void shuffle(std::span<T> values) {
    for (std::size_t last = values.size(); last > 1; --last) {
      std::swap(values[last - 1], values[below(last)]);
    }
  }

 private:
  std::uint64_t state_;
};

}  // namespace octet::train
