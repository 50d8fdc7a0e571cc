// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Measures of how far two real signals are apart, and two classifiers.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include "octet/convert/error.hpp"

namespace octet::convert {

/// Sums from which the difference of two real signals is judged; `reference` is the float one.
struct signal_sums {
  double reference = 0.0;  ///< sum of squares
  double other = 0.0;      ///< sum of squares
  double product = 0.0;    ///< sum of products
  double squares = 0.0;    ///< sum of squared differences
  double absolute = 0.0;   ///< sum of absolute differences
  double largest = 0.0;    ///< absolute difference
  std::uint64_t count = 0;

  void see(std::span<const float> a, std::span<const float> b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double x = a[i], y = b[i], difference = x - y;
      reference += x * x;
      other += y * y;
      product += x * y;
      squares += difference * difference;
      absolute += std::abs(difference);
      largest = std::max(largest, std::abs(difference));
    }
    count += a.size();
  }

  double rmse() const { return count == 0 ? 0.0 : std::sqrt(squares / static_cast<double>(count)); }
  double mae() const { return count == 0 ? 0.0 : absolute / static_cast<double>(count); }
  /// |a - b| / |a|; 0 where both are zero, infinite where only a is.
  double relative_l2() const { return squares == 0.0 ? 0.0 : std::sqrt(squares / reference); }
  /// 1 where both are zero, 0 where one is.
  double cosine() const {
    if (reference == 0.0 || other == 0.0) return reference == other ? 1.0 : 0.0;
    return product / std::sqrt(reference * other);
  }
  /// Signal to quantization noise in dB; infinite where there is no noise.
  double sqnr() const {
    return squares == 0.0 ? std::numeric_limits<double>::infinity()
                          : 10.0 * std::log10(reference / squares);
  }
};

/// The index of the largest value, the first of equal ones: what a classifier says.
inline std::size_t arg_max(std::span<const float> values) {
  return static_cast<std::size_t>(std::ranges::max_element(values) - values.begin());
}

/// Measures of one output of two models over many samples.
class output_comparison {
 public:
  /// Takes in the two models' output for one sample; the same number of values each time.
  void see(std::span<const float> reference, std::span<const float> other) {
    if (reference.size() != other.size())
      throw convert_error("the outputs have " + std::to_string(reference.size()) + " and " +
                          std::to_string(other.size()) + " values");
    sums_.see(reference, other);
    if (arg_max(reference) == arg_max(other)) ++agreed_;
    ++samples_;
  }

  /// The same for a sample of which the right class is known.
  ///
  /// errors   convert_error: the outputs have no such class
  void see(std::span<const float> reference, std::span<const float> other, std::int64_t label) {
    if (label < 0 || label >= static_cast<std::int64_t>(reference.size()))
      throw convert_error("sample " + std::to_string(samples_) + " has the label " +
                          std::to_string(label) + "; the model has " +
                          std::to_string(reference.size()) + " classes");
    see(reference, other);
    const auto right = static_cast<std::size_t>(label);
    if (arg_max(reference) == right) ++reference_right_;
    if (arg_max(other) == right) ++other_right_;
    ++labelled_;
  }

  std::uint64_t samples() const { return samples_; }
  const signal_sums& sums() const { return sums_; }
  /// Share of the samples whose largest output is the same one, 0 to 1.
  double agreement() const { return share(agreed_, samples_); }
  /// Share of the labelled samples whose largest output is the label, 0 to 1.
  double reference_accuracy() const { return share(reference_right_, labelled_); }
  double other_accuracy() const { return share(other_right_, labelled_); }

 private:
  static double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
  }

  signal_sums sums_;
  std::uint64_t samples_ = 0, labelled_ = 0;
  std::uint64_t agreed_ = 0, reference_right_ = 0, other_right_ = 0;
};

}  // namespace octet::convert
