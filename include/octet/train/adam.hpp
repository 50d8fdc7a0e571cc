// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The Adam optimizer over one flat vector of parameters.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace octet::train {

/// Adam with the authors' constants (0.9, 0.999, 1e-8).
/// source   Kingma, Ba 2015, "Adam: a method for stochastic optimization", algorithm 1
class adam {
 public:
  explicit adam(std::size_t parameter_count) : first_(parameter_count), second_(parameter_count) {}

  /// One step against the gradient.
  void step(std::span<float> parameters, std::span<const float> gradient, float learning_rate) {
    constexpr float keep_first = 0.9F;
    constexpr float keep_second = 0.999F;
    constexpr float epsilon = 1e-8F;
    first_power_ *= static_cast<double>(keep_first);
    second_power_ *= static_cast<double>(keep_second);
    // Both moments start at zero; dividing by 1 - keep^step removes that bias.
    const auto rate = static_cast<float>(static_cast<double>(learning_rate) / (1 - first_power_));
    const auto unbias = static_cast<float>(1 / (1 - second_power_));
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      first_[i] = keep_first * first_[i] + (1 - keep_first) * gradient[i];
      second_[i] = keep_second * second_[i] + (1 - keep_second) * gradient[i] * gradient[i];
      parameters[i] -= rate * first_[i] / (std::sqrt(second_[i] * unbias) + epsilon);
    }
  }

 private:
  std::vector<float> first_;
  std::vector<float> second_;
  double first_power_ = 1;
  double second_power_ = 1;
};

}  // namespace octet::train
