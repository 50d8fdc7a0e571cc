// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What quantization costs, layer by layer: each on its own, and with what came before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/layer_pairs.hpp"
#include "octet/convert/measures.hpp"
#include "octet/quant/affine.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/observers/histogram.hpp"

namespace octet::convert {

/// The real values of the lowest and the highest code of a tensor; none where it is not of codes.
inline std::optional<range> range_of_codes(const tensor_info& t) {
  if (!t.is_quantized()) return std::nullopt;
  const affine params{t.scale(), t.zero_points.empty() ? 0 : t.zero_point()};
  const auto ends = [&]<class T>(T) -> std::optional<range> {
    return range{dequantize<T>(params, std::numeric_limits<T>::min()),
                 dequantize<T>(params, std::numeric_limits<T>::max())};
  };
  switch (t.type) {
    case tensor_type::int8:
      return ends(std::int8_t{});
    case tensor_type::uint8:
      return ends(std::uint8_t{});
    case tensor_type::int16:
      return ends(std::int16_t{});
    default:
      return std::nullopt;
  }
}

/// What one operator of the float model is in the quantized one.
struct compared_layer {
  std::int32_t node = 0;  ///< of the float model
  builtin code = builtin::custom;
  std::string tensor;            ///< name of the first output in the float model
  signal_sums sums{};            ///< as the quantized model runs: errors add up from layer to layer
  signal_sums isolated{};        ///< this layer alone quantized: what goes into it is float
  std::optional<range> codes{};  ///< real values that the first output can have
  histogram<256> values{};       ///< of the first output in the float model
  std::uint64_t saturated = 0;   ///< values at the lowest or highest code, where float goes beyond

  /// Share of all values, 0 to 1.
  double saturation() const {
    return sums.count == 0 ? 0.0 : static_cast<double>(saturated) / static_cast<double>(sums.count);
  }
};

/// Compares a model, operator by operator, with its quantized form.
///
/// The isolated error of a layer is measured in a second run of the quantized model, in which every
/// layer's output is replaced by the float model's before the next one reads it.
///
/// memory   the float model, the quantized one twice, and one sample's outputs of every operator
class layer_comparison {
 public:
  using layer = compared_layer;

  /// Bytes of two .tflite models; pair_layers finds the layers.
  ///
  /// errors   convert_error: a model cannot be loaded, samples of another size, no common layer
  layer_comparison(std::vector<std::uint8_t> float_model,
                   const std::vector<std::uint8_t>& quantized_model)
      : layer_comparison(executor(std::move(float_model)), executor(quantized_model),
                         executor(quantized_model), [](const graph& a, const graph& b) {
                           std::vector<layer_pair> pairs = pair_layers(a, b);
                           if (pairs.empty())
                             throw convert_error("the models have no layer in common");
                           return pairs;
                         }) {}

  /// The same of models that are loaded, the quantized one twice, with layers found by `pair`, a
  /// function of the two graphs.
  ///
  /// errors   convert_error: samples of another size
  template <class Pair>
  layer_comparison(executor float_model, executor quantized_model, executor quantized_again,
                   Pair pair)
      : float_(std::move(float_model)),
        quantized_(std::move(quantized_model)),
        forced_(std::move(quantized_again)),
        of_float_node_(static_cast<std::size_t>(float_.model().node_count())),
        of_quantized_node_(static_cast<std::size_t>(quantized_.model().node_count())) {
    if (float_.sample_size() != quantized_.sample_size())
      throw convert_error("the models take samples of " + std::to_string(float_.sample_size()) +
                          " and " + std::to_string(quantized_.sample_size()) + " values");
    for (const layer_pair& p : pair(float_.model(), quantized_.model())) add(p);
  }

  /// Runs one sample through both models.
  void see(std::span<const float> sample) {
    float_.run(sample, [&](std::int32_t n) {
      for (const std::size_t k : of_float_node_[static_cast<std::size_t>(n)]) {
        const std::span<const float> values = float_.read(tensors_[k].pair.reference);
        tensors_[k].values.assign(values.begin(), values.end());
        if (tensors_[k].is_first) layers_[tensors_[k].layer].values.see(values);
      }
    });
    quantized_.run(sample, [&](std::int32_t n) {
      for (const std::size_t k : of_quantized_node_[static_cast<std::size_t>(n)])
        compare(tensors_[k], quantized_.read(tensors_[k].pair.quantized));
    });
    if (tensors_.empty()) return;
    forced_.run(sample, [&](std::int32_t n) {
      for (const std::size_t k : of_quantized_node_[static_cast<std::size_t>(n)]) {
        const compared& t = tensors_[k];
        layers_[t.layer].isolated.see(t.values, forced_.read(t.pair.quantized));
        forced_.write(t.pair.quantized, t.values);
      }
    });
  }

  const std::vector<layer>& layers() const { return layers_; }

  /// The models, with the outputs of the last sample.
  executor& reference() { return float_; }
  executor& quantized() { return quantized_; }

 private:
  /// An output that both models have.
  struct compared {
    layer_pair pair;
    std::size_t layer = 0;
    bool is_first = false;  ///< of its layer
    std::optional<range> codes{};
    float half_step = 0;
    std::vector<float> values{};  ///< of the float model, for the present sample
  };

  void add(const layer_pair& p) {
    const tensor_info t = quantized_.model().tensor(p.quantized);
    const std::int32_t producer = producer_of(p.quantized);
    if (producer < 0) return;  // an input or a constant
    compared c{.pair = p, .codes = range_of_codes(t)};
    if (c.codes) c.half_step = t.scale() / 2;
    c.is_first = layers_.empty() || layers_.back().node != p.node;
    if (c.is_first)
      layers_.push_back({.node = p.node,
                         .code = float_.model().node(p.node).code,
                         .tensor = to_line(float_.model().tensor(p.reference).name),
                         .codes = c.codes});
    c.layer = layers_.size() - 1;
    of_float_node_[static_cast<std::size_t>(p.node)].push_back(tensors_.size());
    of_quantized_node_[static_cast<std::size_t>(producer)].push_back(tensors_.size());
    tensors_.push_back(std::move(c));
  }

  std::int32_t producer_of(std::int32_t tensor) const {
    const graph& model = quantized_.model();
    for (std::int32_t n = 0; n < model.node_count(); ++n) {
      const octet::node op = model.node(n);
      for (std::size_t k = 0; k < op.outputs.size(); ++k) {
        if (op.outputs[k] == tensor) return n;
      }
    }
    return -1;
  }

  void compare(const compared& t, std::span<const float> got) {
    layer& l = layers_[t.layer];
    l.sums.see(t.values, got);
    if (!t.codes) return;
    for (std::size_t i = 0; i < got.size(); ++i) {
      // Rounding of the zero point moves an end by half a step, which cuts nothing.
      const bool below = got[i] <= t.codes->min && t.values[i] < t.codes->min - t.half_step;
      const bool above = got[i] >= t.codes->max && t.values[i] > t.codes->max + t.half_step;
      l.saturated += below || above ? 1 : 0;
    }
  }

  executor float_, quantized_, forced_;
  std::vector<layer> layers_;
  std::vector<compared> tensors_;
  std::vector<std::vector<std::size_t>> of_float_node_, of_quantized_node_;  ///< tensors_ of a node
};

}  // namespace octet::convert
