// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Bias correction: takes out of every bias the mean error that quantization brings to its outputs.
#pragma once

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/quantize.hpp"
#include "octet/convert/writer.hpp"

namespace octet::convert {

/// Samples that can be gone through more than once: real values of all inputs, one input after
/// another.
template <class R>
concept sample_range = std::ranges::forward_range<R> &&
    std::convertible_to<std::ranges::range_reference_t<R>, std::span<const float>>;

namespace detail {

/// Mean of every channel (the last axis) of the output of some nodes, over samples and positions.
template <sample_range Samples>
std::vector<std::vector<double>> channel_means(executor& model, std::span<const std::int32_t> nodes,
                                               const Samples& samples) {
  std::vector<std::vector<double>> means(nodes.size());
  std::vector<double> positions(nodes.size());
  const auto collect = [&](std::int32_t n) {
    const auto at = std::ranges::find(nodes, n);
    if (at == nodes.end()) return;
    const auto i = static_cast<std::size_t>(at - nodes.begin());
    const std::int32_t output = model.model().node(n).output(0);
    const shape s = model.model().tensor(output).shape;
    means[i].resize(static_cast<std::size_t>(s[s.rank - 1]));
    const std::span<const float> values = model.read(output);
    for (std::size_t k = 0; k < values.size(); ++k) means[i][k % means[i].size()] += values[k];
    positions[i] += static_cast<double>(values.size() / means[i].size());
  };
  for (const std::span<const float> sample : samples) model.run(sample, collect);
  for (std::size_t i = 0; i < means.size(); ++i) {
    for (double& m : means[i]) m /= positions[i];
  }
  return means;
}

/// bias -= error, channel by channel; the codes are of type T.
template <class T>
void subtract_from_bias(tensor& bias, std::span<const double> errors) {
  std::vector<T> codes = bias.values<T>();
  const std::vector<float>& scales = bias.quantization.scales;
  for (std::size_t c = 0; c < codes.size(); ++c) {
    const double steps = errors[c] / scales[scales.size() == 1 ? 0 : c];
    // No further than bias_safe_scale lets a bias go, so that the accumulator keeps its room.
    constexpr double most = 0x1p30;
    const double corrected = static_cast<double>(codes[c]) - steps;
    codes[c] = static_cast<T>(std::llround(std::clamp(corrected, -most, most)));
  }
  bias.set_values<T>(codes);
}

inline std::int32_t bias_of(const node& n) {
  return has_filter(n.code) ? n.input(ops::weighted_inputs::of(n.code).bias) : no_tensor;
}

/// The operators that have a bias of codes, by their indices in both networks.
struct biased_nodes {
  std::vector<std::int32_t> source{}, quantized{};

  static biased_nodes of(const network& net) {
    biased_nodes nodes;
    const std::vector<std::int32_t> indices = quantized_nodes(net);
    for (std::size_t i = 0; i < indices.size(); ++i) {
      const std::int32_t bias = bias_of(net.nodes[static_cast<std::size_t>(indices[i])]);
      if (bias == no_tensor || !net.at(bias).is_constant()) continue;
      const tensor_type type = net.at(bias).type;
      if (type != tensor_type::int32 && type != tensor_type::int64) continue;
      nodes.source.push_back(static_cast<std::int32_t>(i));
      nodes.quantized.push_back(indices[i]);
    }
    return nodes;
  }
};

}  // namespace detail

/// Corrects the biases of a quantized network, first layer first, so that on the samples every
/// channel has the mean that it has in the float network. Operators that stayed float keep theirs.
///
/// Rounding errs the same way wherever the input is the same, as in the background of a picture;
/// such errors add up in a mean or a matrix product, where others cancel.
///
/// float_model  the bytes of the model that `net` was quantized from
/// samples      some tens are enough
/// time         samples * (operators with a bias + 1) runs
/// errors       convert_error: no samples, or as executor
/// source       Nagel et al. 2019, sec. 4.2 (empirical)
template <sample_range Samples>
network correct_bias(std::vector<std::uint8_t> float_model, network net, const Samples& samples) {
  if (std::ranges::empty(samples)) throw convert_error("bias correction needs at least one sample");
  const detail::biased_nodes nodes = detail::biased_nodes::of(net);
  if (nodes.quantized.empty()) return net;
  executor reference(std::move(float_model));
  const std::vector<std::vector<double>> wanted =
      detail::channel_means(reference, nodes.source, samples);
  for (std::size_t i = 0; i < nodes.quantized.size(); ++i) {
    executor quantized(write_network(net));
    std::vector<double> errors =
        detail::channel_means(quantized, std::span(nodes.quantized).subspan(i, 1), samples)[0];
    for (std::size_t c = 0; c < errors.size(); ++c) errors[c] -= wanted[i][c];
    tensor& bias = net.at(detail::bias_of(net.nodes[static_cast<std::size_t>(nodes.quantized[i])]));
    if (bias.type == tensor_type::int64) {
      detail::subtract_from_bias<std::int64_t>(bias, errors);
    } else {
      detail::subtract_from_bias<std::int32_t>(bias, errors);
    }
  }
  return net;
}

}  // namespace octet::convert
