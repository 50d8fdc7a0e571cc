// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Keras layers that weigh channels: Dense, BatchNormalization, Rescaling.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "octet/convert/keras/activation.hpp"
#include "octet/convert/keras/convolution.hpp"
#include "octet/convert/keras/layer_call.hpp"

namespace octet::convert::keras {

/// Dense: over the last axis, whatever stands before it.
inline std::int32_t read_dense(const layer_call& c) {
  const std::int32_t input = c.input();
  shape_list sizes = c.out.shape(input);
  if (sizes.size() < 2) throw convert_error("its input " + to_text(sizes) + " has no channels");
  const std::int32_t depth = sizes.back();
  const std::int32_t units = detail::positive(c, "units", 0);
  const std::vector<float> kernel = c.weight("kernel", {depth, units});
  std::int32_t rows = 1;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) rows *= sizes[i];
  const std::int32_t filter =
      c.out.add_constant<float>(c.out.layer_name() + "/kernel", {units, depth},
                                detail::transposed(kernel, static_cast<std::size_t>(depth)));
  const std::int32_t bias = detail::bias(c, units);
  const std::int32_t flat = c.out.reshape(input, {rows, depth});
  const std::int32_t output =
      c.out.append(builtin::fully_connected, {flat, filter, bias}, {rows, units});
  sizes.back() = units;
  return c.out.reshape(activate(c, output), sizes);
}

/// BatchNormalization, with the mean and variance of training.
///
/// output = (input - mean) / sqrt(variance + epsilon) * gamma + beta
inline std::int32_t read_batch_normalization(const layer_call& c) {
  const std::int32_t input = c.input();
  const shape_list& sizes = c.out.shape(input);
  const std::int32_t axis = c.what.integers("axis", 1, -1)[0];
  if (axis != -1 && axis != static_cast<std::int32_t>(sizes.size()) - 1)
    throw convert_error("normalization along an axis other than the last is not supported");
  const std::vector<std::int64_t> channels{sizes.back()};
  const auto count = static_cast<std::size_t>(sizes.back());
  const auto optional = [&](const char* option, const char* weight, float otherwise) {
    return c.what.flag(option, true) ? c.weight(weight, channels)
                                     : std::vector<float>(count, otherwise);
  };
  const std::vector<float> gamma = optional("scale", "gamma", 1.0F);
  const std::vector<float> beta = optional("center", "beta", 0.0F);
  const std::vector<float> mean = c.weight("moving_mean", channels);
  const std::vector<float> variance = c.weight("moving_variance", channels);
  const double epsilon = c.what.real("epsilon", 1e-3);
  std::vector<double> scale(count), shift(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double spread = double{variance[i]} + epsilon;
    if (!(spread > 0.0)) throw convert_error("a variance is not positive");
    scale[i] = double{gamma[i]} / std::sqrt(spread);
    shift[i] = double{beta[i]} - double{mean[i]} * scale[i];
  }
  return c.out.scale(input, scale, shift);
}

/// Rescaling: one factor and one term for all, or one for each channel.
inline std::int32_t read_rescaling(const layer_call& c) {
  const std::int32_t input = c.input();
  const auto channels = static_cast<std::size_t>(c.out.shape(input).back());
  const auto values = [&](const char* key, double otherwise) {
    const json* list = c.what.find(key);
    if (list == nullptr || !list->is_array())
      return std::vector<double>(channels, c.what.real(key, otherwise));
    std::vector<double> all;
    for (const json& v : *list) {
      if (!v.is_number()) throw convert_error("\"" + std::string(key) + "\" has no numbers");
      all.push_back(v.get<double>());
    }
    if (all.size() != channels)
      throw convert_error("\"" + std::string(key) + "\" has not one value for each channel");
    return all;
  };
  return c.out.scale(input, values("scale", 1.0), values("offset", 0.0));
}

}  // namespace octet::convert::keras
