// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Random tensors of codes for operators on two of them, and the comparison with an oracle.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/kernels/activation.hpp"
#include "support/broadcast_oracle.hpp"
#include "support/contract_a.hpp"
#include "support/random_tensor.hpp"

namespace octet_test {

template <class T>
struct coded_tensor {
  octet::shape shape{};
  float scale = 1;
  std::int32_t zero_point = 0;
  std::vector<T> codes{};

  static coded_tensor random(random_tensor& d, const octet::shape& s) {
    return {.shape = s,
            .scale = d.scale(-9, 3),
            .zero_point = sizeof(T) == 1 ? d.code<T>() : 0,
            .codes = d.codes<T>(s.count())};
  }

  std::int64_t difference(std::size_t i) const { return std::int64_t{codes[i]} - zero_point; }
  double real(std::size_t i) const { return double{scale} * static_cast<double>(difference(i)); }
};

/// Two inputs and an output with an activation.
template <class T>
struct coded_pair {
  coded_tensor<T> a, b, out;
  octet::activation act;

  static coded_pair random(random_tensor& d) {
    constexpr std::array activations{octet::activation::none, octet::activation::relu,
                                     octet::activation::relu6, octet::activation::relu_n1_to_1};
    const broadcast_shapes s = random_broadcast(d);
    return {.a = coded_tensor<T>::random(d, s.a),
            .b = coded_tensor<T>::random(d, s.b),
            .out = coded_tensor<T>::random(d, s.out),
            .act = activations[static_cast<std::size_t>(d.between(0, 3))]};
  }

  /// Kernel arguments with these tensors.
  template <class Args>
  Args args() {
    return {.input1 = {a.codes.data(), a.shape},
            .input2 = {b.codes.data(), b.shape},
            .output = {out.codes.data(), out.shape},
            .input1_zero_point = a.zero_point,
            .input2_zero_point = b.zero_point,
            .output_zero_point = out.zero_point,
            .clamp = octet::code_range<T>(act, out.scale, out.zero_point)};
  }

  /// Real values between which the activation clamps.
  float floor() const {
    return act == octet::activation::none           ? -std::numeric_limits<float>::infinity()
           : act == octet::activation::relu_n1_to_1 ? -1.0F
                                                    : 0.0F;
  }
  float ceiling() const {
    return act == octet::activation::relu6          ? 6.0F
           : act == octet::activation::relu_n1_to_1 ? 1.0F
                                                    : std::numeric_limits<float>::infinity();
  }

  /// A code of the output, clamped to the type and the activation.
  std::int64_t clamped(std::int64_t code) const {
    const auto limit = [&](float real) {
      constexpr float low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
      return static_cast<std::int64_t>(
          std::clamp(static_cast<float>(out.zero_point) + std::round(real / out.scale), low, high));
    };
    return octet_test::clamped(code, limit(floor()), limit(ceiling()));
  }

  /// How far a code is from a real result of the output.
  double distance(std::size_t i, double real) const {
    constexpr double low = std::numeric_limits<T>::min(), high = std::numeric_limits<T>::max();
    const double inside = std::clamp(real, double{floor()}, double{ceiling()});
    return std::abs(out.codes[i] - std::clamp(inside / out.scale + out.zero_point, low, high));
  }

  /// Calls visit(element of a, element of b, element of out) for all of out.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < out.codes.size(); ++i) {
      const auto from = [&](const coded_tensor<T>& t) {
        return static_cast<std::size_t>(broadcast_element(t.shape, out.shape, i));
      };
      visit(from(a), from(b), i);
    }
  }
};

}  // namespace octet_test
