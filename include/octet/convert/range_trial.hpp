// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which of several ranges for a tensor costs the operators behind it least, measured.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/writer.hpp"
#include "octet/quant/affine.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/scheme.hpp"

namespace octet::convert {

/// The part of a float network in which an error of a tensor can be told from others: from the
/// tensor on through operators that take no other activations and no weights (pooling, relu,
/// reshape ...), up to and with the first that do, or to the end of the network. Never through
/// softmax, which hides what is cut off of all scores but the best: judged behind it, ranges come
/// out in which the two best scores of some other sample are equal.
struct downstream {
  network net;                        ///< the operators, with the tensors that they use
  std::vector<std::int32_t> sources;  ///< the tensors of the whole network that are its inputs

  bool empty() const { return net.nodes.empty(); }
};

namespace detail {

/// Operators that sum over weights.
inline bool is_weighted(builtin code) {
  switch (code) {
    case builtin::conv_2d:
    case builtin::depthwise_conv_2d:
    case builtin::transpose_conv:
    case builtin::fully_connected:
    case builtin::batch_matmul:
    case builtin::svdf:
    case builtin::unidirectional_sequence_lstm:
      return true;
    default:
      return false;
  }
}

class downstream_finder {
 public:
  downstream_finder(const network& source, std::int32_t tensor)
      : source_(source), role_(source.tensors.size()), index_(source.tensors.size(), no_tensor) {
    role_of(tensor) = role::reached;
    if (is_output(tensor)) return;  // its own error is what the network returns
    add_source(tensor);
    for (const node& n : source.nodes) {
      if (reads_reached(n) && is_float(n) && n.code != builtin::softmax) take(n);
    }
    if (part_.net.outputs.empty()) part_ = {};
  }

  downstream part() && { return std::move(part_); }

 private:
  enum class role : std::uint8_t { outside, reached, behind };

  role& role_of(std::int32_t t) { return role_[static_cast<std::size_t>(t)]; }

  bool is_output(std::int32_t t) const {
    return std::ranges::find(source_.outputs, t) != source_.outputs.end();
  }
  bool is_activation(std::int32_t t) const {
    return t != no_tensor && !source_.at(t).is_constant() && !source_.at(t).is_variable;
  }
  bool reads_reached(const node& n) {
    return std::ranges::any_of(
        n.inputs, [&](std::int32_t t) { return t != no_tensor && role_of(t) == role::reached; });
  }
  /// Codes, indices and flags do not carry an error, and the executor takes none of them as input.
  bool is_float(const node& n) const {
    const auto fits = [&](std::int32_t t) {
      return !is_activation(t) || source_.at(t).type == tensor_type::float32;
    };
    return std::ranges::all_of(n.inputs, fits) && std::ranges::all_of(n.outputs, fits);
  }

  void take(const node& n) {
    const auto activations =
        std::ranges::count_if(n.inputs, [&](std::int32_t t) { return is_activation(t); });
    const bool ends = is_weighted(n.code) || activations > 1;
    node copy = n;
    for (std::size_t i = 0; i < n.inputs.size(); ++i) {
      const std::int32_t t = n.inputs[i];
      if (t == no_tensor) continue;
      if (is_activation(t) && index_of(t) == no_tensor) add_source(t);
      copy.inputs[i] = add(t);
    }
    for (std::size_t i = 0; i < n.outputs.size(); ++i) {
      const std::int32_t t = n.outputs[i];
      copy.outputs[i] = add(t);
      role_of(t) = ends ? role::behind : role::reached;
      if (ends || is_output(t)) part_.net.outputs.push_back(copy.outputs[i]);
    }
    part_.net.nodes.push_back(std::move(copy));
  }

  std::int32_t& index_of(std::int32_t t) { return index_[static_cast<std::size_t>(t)]; }

  std::int32_t add(std::int32_t t) {
    if (index_of(t) == no_tensor) index_of(t) = part_.net.add_tensor(source_.at(t));
    return index_of(t);
  }
  void add_source(std::int32_t t) {
    part_.net.inputs.push_back(add(t));
    part_.sources.push_back(t);
  }

  const network& source_;
  std::vector<role> role_;
  std::vector<std::int32_t> index_;  ///< in the part, by index in the source
  downstream part_;
};

}  // namespace detail

/// Empty where there is no such operator that gives float32, or the tensor is an output of the
/// network.
inline downstream downstream_of(const network& net, std::int32_t tensor) {
  return detail::downstream_finder(net, tensor).part();
}

/// Measures what candidate ranges for one tensor cost.
///
/// The tensor is quantized and dequantized with each candidate, all else stays float, and the
/// outputs of the operators downstream are compared with what they are without. Each output counts
/// relative to its own power, so that several are equals.
///
/// memory   the operators downstream, and the values that they compute
class range_trial {
 public:
  /// tensor      an activation of the network
  /// candidates  at least one
  /// errors      convert_error: the operators cannot be run
  range_trial(const network& net, std::int32_t tensor, std::span<const range> candidates,
              code_limits codes)
      : tensor_(tensor), codes_(codes) {
    for (const range& r : candidates) params_.push_back(choose(r, codes));
    downstream part = downstream_of(net, tensor);
    if (!part.empty()) {
      sources_ = part.sources;
      executor_.emplace(write_network(part.net));
    }
    outputs_.resize(part.empty() ? 1 : part.net.outputs.size());
    for (output& o : outputs_) o.errors.resize(params_.size());
  }

  /// Takes in one sample: the values of every activation of the network by index.
  void see(std::span<const std::vector<float>> values) {
    const std::vector<float>& reals = values[static_cast<std::size_t>(tensor_)];
    std::vector<float> input = reals;
    for (std::size_t i = 1; i < sources_.size(); ++i) {
      const std::vector<float>& other = values[static_cast<std::size_t>(sources_[i])];
      input.insert(input.end(), other.begin(), other.end());
    }
    run(input, [](output& o, std::span<const float> wanted) {
      o.wanted.assign(wanted.begin(), wanted.end());
      for (const float v : wanted) o.power += double{v} * v;
    });
    for (std::size_t c = 0; c < params_.size(); ++c) {
      if (equal_candidate(c) != c) continue;
      for (std::size_t i = 0; i < reals.size(); ++i) input[i] = round_trip(params_[c], reals[i]);
      run(input, [c](output& o, std::span<const float> got) {
        for (std::size_t i = 0; i < got.size(); ++i) {
          const double e = double{got[i]} - o.wanted[i];
          o.errors[c] += e * e;
        }
      });
    }
  }

  /// The index of the candidate that costs least; of equal ones the first.
  std::size_t best() const {
    std::size_t least = 0;
    for (std::size_t c = 1; c < params_.size(); ++c) {
      if (cost(c) < cost(least)) least = c;
    }
    return least;
  }

  /// Squared error over power, summed over the outputs downstream.
  double cost(std::size_t candidate) const {
    double sum = 0.0;
    for (const output& o : outputs_)
      sum += o.errors[equal_candidate(candidate)] / (o.power > 0.0 ? o.power : 1.0);
    return sum;
  }

 private:
  struct output {
    std::vector<float> wanted{};  ///< of the present sample
    double power = 0.0;
    std::vector<double> errors{};  ///< by candidate
  };

  /// Calls f(output, its values) for each output; without operators the tensor itself is the one.
  template <class F>
  void run(std::span<const float> input, F f) {
    if (!executor_) return f(outputs_[0], input);
    executor_->reset();
    executor_->run(input);
    for (std::size_t i = 0; i < outputs_.size(); ++i) f(outputs_[i], executor_->output(i));
  }

  /// The first candidate with the same parameters, which is the only one that is run.
  std::size_t equal_candidate(std::size_t c) const {
    return static_cast<std::size_t>(std::ranges::find(params_, params_[c]) - params_.begin());
  }

  float round_trip(affine params, float real) const {
    const std::int32_t code = quantize<std::int32_t>(params, real);
    return dequantize<std::int32_t>(params, std::clamp(code, codes_.min_code, codes_.max_code));
  }

  std::int32_t tensor_;
  code_limits codes_;
  std::vector<affine> params_;
  std::vector<std::int32_t> sources_;  ///< the tensor, then what else the operators take
  std::optional<executor> executor_;
  std::vector<output> outputs_;
};

}  // namespace octet::convert
