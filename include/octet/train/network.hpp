// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A chain of layers with their parameters: forward and backward over a few samples at a time.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "octet/train/conv_2d.hpp"
#include "octet/train/fully_connected.hpp"
#include "octet/train/max_pool_2d.hpp"
#include "octet/train/mean.hpp"
#include "octet/train/random.hpp"
#include "octet/train/shape.hpp"

namespace octet::train {

/// Each has a .tflite operator of the same name.
using layer = std::variant<conv_2d, max_pool_2d, mean, fully_connected>;

/// A layer in its place, for whoever writes the network to a file.
template <typename Real>
struct placed_layer {
  layer kind;
  map_shape input;
  map_shape output;
  std::span<const Real> weights;  ///< conv_2d (O,Kh,Kw,C), fully_connected (O,inputs), else empty
  std::span<const Real> bias;     ///< (O) or empty
};

/// Real is float, or double where gradients are checked.
template <typename Real>
class basic_network {
 public:
  /// What one thread needs to run the network over up to `capacity` samples.
  class workspace {
   public:
    workspace(const basic_network& net, index_type capacity) {
      maps_.emplace_back(to_size(capacity * net.input().size()));
      for (const place& at : net.places_) {
        maps_.emplace_back(to_size(capacity * at.output.size()));
        scratch_.emplace_back(to_size(capacity * at.scratch));
      }
      gradients_ = maps_;
    }
    /// Where the samples go, one after another.
    std::span<Real> input() { return maps_.front(); }
    /// Where the gradient of the loss by the network's output goes before backward().
    std::span<Real> output_gradient() { return gradients_.back(); }

   private:
    friend basic_network;
    std::vector<std::vector<Real>> maps_;  // maps_[i] enters layer i
    std::vector<std::vector<Real>> gradients_;
    std::vector<std::vector<Real>> scratch_;
  };

  /// Weights by He's rule, normal with variance 2 / fan-in; bias 0.
  /// errors   std::invalid_argument: no layer, a size below 1, a window larger than its input, an
  ///          activation other than none, relu, relu6, relu_n1_to_1
  /// source   He et al. 2015, "Delving deep into rectifiers", sec. 2.2
  basic_network(map_shape input, const std::vector<layer>& layers, std::uint64_t seed)
      : input_(input) {
    if (layers.empty()) throw std::invalid_argument("a network needs at least one layer");
    if (input.height < 1 || input.width < 1 || input.channels < 1) {
      throw std::invalid_argument("the network's input has a size below 1");
    }
    random_source random(seed);
    for (const layer& kind : layers) {
      const map_shape in = output();
      std::visit([&](const auto& each) { add(each, in, random); }, kind);
    }
  }

  map_shape input() const { return input_; }
  map_shape output() const { return places_.empty() ? input_ : places_.back().output; }
  std::size_t size() const { return places_.size(); }

  placed_layer<Real> operator[](std::size_t position) const {
    const place& at = places_[position];
    return {at.kind, at.input, at.output, part(std::span(parameters_), at.weights),
            part(std::span(parameters_), at.bias)};
  }

  /// All weights and biases, layer after layer.
  std::span<Real> parameters() { return parameters_; }
  std::span<const Real> parameters() const { return parameters_; }

  /// The outputs (logits) of the first `count` samples in work.input(); they live in `work`.
  std::span<const Real> forward(workspace& work, index_type count) const {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const place& at = places_[i];
      const forward_args<Real> args{.shape = at.input,
                                    .count = count,
                                    .input = first(work.maps_[i], count * at.input.size()),
                                    .weights = part(std::span(parameters_), at.weights),
                                    .bias = part(std::span(parameters_), at.bias),
                                    .output = first(work.maps_[i + 1], count * at.output.size()),
                                    .scratch = first(work.scratch_[i], count * at.scratch)};
      std::visit([&](const auto& each) { each.forward(args); }, at.kind);
    }
    return first(work.maps_.back(), count * output().size());
  }

  /// After forward() with the same count: the gradient by every parameter, into `gradient`.
  void backward(workspace& work, index_type count, std::span<Real> gradient) const {
    for (std::size_t i = places_.size(); i-- > 0;) {
      const place& at = places_[i];
      const backward_args<Real> args{
          .shape = at.input,
          .count = count,
          .input = first(work.maps_[i], count * at.input.size()),
          .weights = part(std::span(parameters_), at.weights),
          .output = first(work.maps_[i + 1], count * at.output.size()),
          .scratch = first(work.scratch_[i], count * at.scratch),
          .output_gradient = first(work.gradients_[i + 1], count * at.output.size()),
          .input_gradient =
              i == 0 ? std::span<Real>{} : first(work.gradients_[i], count * at.input.size()),
          .weights_gradient = part(gradient, at.weights),
          .bias_gradient = part(gradient, at.bias)};
      std::visit([&](const auto& each) { each.backward(args); }, at.kind);
    }
  }

 private:
  struct range {
    std::size_t begin;
    std::size_t size;
  };
  struct place {
    layer kind;
    map_shape input;
    map_shape output;
    index_type scratch;
    range weights;
    range bias;
  };

  static std::size_t to_size(index_type value) { return static_cast<std::size_t>(value); }
  static std::span<Real> first(std::vector<Real>& values, index_type count) {
    return std::span(values).first(to_size(count));
  }
  template <typename T>
  static std::span<T> part(std::span<T> values, range where) {
    return values.subspan(where.begin, where.size);
  }

  template <typename Layer>
  void add(const Layer& kind, const map_shape& in, random_source& random) {
    const std::string name = "layer " + std::to_string(places_.size());
    if (!kind.is_sound()) {
      throw std::invalid_argument(name + " has a size below 1 or an activation without gradient");
    }
    const map_shape out = kind.output(in);
    if (out.size() < 1) throw std::invalid_argument(name + " has a window larger than its input");
    const range weights{parameters_.size(), to_size(kind.weight_count(in))};
    const range bias{weights.begin + weights.size, to_size(kind.bias_count(in))};
    places_.push_back({kind, in, out, kind.scratch_size(in), weights, bias});
    parameters_.resize(bias.begin + bias.size);
    const double deviation = std::sqrt(2.0 / static_cast<double>(kind.fan_in(in)));
    for (Real& weight : part(std::span(parameters_), weights)) {
      weight = static_cast<Real>(deviation * random.normal());
    }
  }

  map_shape input_;
  std::vector<place> places_;
  std::vector<Real> parameters_;
};

using network = basic_network<float>;

}  // namespace octet::train
