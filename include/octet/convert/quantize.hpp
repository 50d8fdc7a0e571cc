// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Post-training quantization: a float network and the ranges of its activations, or factors that
// were chosen before, become a quantized network.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/conversions.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/factors.hpp"
#include "octet/convert/formats.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/quantize_weights.hpp"
#include "octet/convert/rules.hpp"
#include "octet/convert/settings.hpp"

namespace octet::convert {

namespace detail {

/// The operator's version in a file, from which TensorFlow Lite takes what it has become.
inline std::int32_t version_of(const node& n, const operator_format& f) {
  const bool is_int4 = f.weights.type == tensor_type::int4;
  if (!f.is_integer()) {
    if (f.weights.type != tensor_type::int8 && !is_int4) return n.version;
    switch (n.code) {
      case builtin::conv_2d:
        return f.per_channel ? 5 : 2;
      case builtin::depthwise_conv_2d:
        return f.per_channel ? 6 : 4;
      case builtin::fully_connected:
        return f.per_channel ? 12 : 3;
      case builtin::svdf:
        return n.option<bool>(field::svdf::asymmetric_quantize_inputs) ? 4 : 2;
      case builtin::unidirectional_sequence_lstm: {
        namespace l = field::unidirectional_sequence_lstm;
        return n.option<bool>(l::asymmetric_quantize_inputs) ? 3 : 2;
      }
      default:
        return n.version;
    }
  }
  // int8 weights beside uint8 activations are octet's own; the nearest there is counts.
  const bool mixed =
      f.activations.type == tensor_type::uint8 && f.weights.type == tensor_type::int8;
  const std::int32_t plain =
      rule_of(n.code)->version(mixed ? tensor_type::int8 : f.activations.type);
  switch (n.code) {
    case builtin::conv_2d:
    case builtin::depthwise_conv_2d:
      return is_int4 ? 7 : plain;
    case builtin::fully_connected:
      if (is_int4 || f.activations.type == tensor_type::int16) return is_int4 ? 10 : plain;
      if (n.input(2) == no_tensor) return 6;
      return n.option<bool>(field::fully_connected::keep_num_dims) ? 5 : plain;
    case builtin::transpose_conv:
      if (n.option<std::int8_t>(field::transpose_conv::activation) != 0) return 4;
      return n.input(3) == no_tensor ? plain : 3;
    case builtin::resize_bilinear:
      return std::max(plain, n.option<bool>(field::resize_bilinear::half_pixel_centers) ? 3 : 1);
    case builtin::resize_nearest_neighbor: {
      namespace r = field::resize_nearest_neighbor;
      const bool newer = n.option<bool>(r::half_pixel_centers) || n.option<bool>(r::align_corners);
      return std::max(plain, newer ? 3 : 1);
    }
    default:
      return plain;
  }
}

class quantizer {
 public:
  quantizer(const network& source, const quantization_factors& factors,
            const quantize_settings& settings)
      : source_(source),
        factors_(factors),
        settings_(settings),
        formats_(formats_of(source, settings)),
        tensors_(source),
        stays_float_(source.tensors.size()) {
    if (factors.tensors.size() != source.tensors.size() ||
        factors.nodes.size() != source.nodes.size())
      throw convert_error("the factors are of another network");
    for (std::size_t i = 0; i < formats_.size(); ++i) {
      for (const std::int32_t t : source.nodes[i].inputs) {
        if (t != no_tensor && formats_[i].weights.type != tensor_type::float16)
          stays_float_[static_cast<std::size_t>(t)] = true;
      }
    }
  }

  network run() {
    set_borders();
    for (std::size_t i = 0; i < source_.nodes.size(); ++i) {
      node n = source_.nodes[i];
      const operator_format& f = formats_[i];
      if (f.is_integer()) {
        make_integer(n, f);
      } else {
        make_float(n, f);
      }
      if (!factors_.nodes[i].channels.empty()) quantize_weights(tensors_, n, f, factors_.nodes[i]);
      if (f.weights.type == tensor_type::int8) quantize_matrices(tensors_, n);
      n.version = version_of(n, f);
      tensors_.append(std::move(n));
      tensors_.convert_pending();
    }
    network& net = tensors_.net();
    for (std::int32_t& t : net.outputs) {
      if (settings_.output_type && is_float(t))
        t = tensors_.read(t, form_of(t, *settings_.output_type));
    }
    return std::move(net);
  }

 private:
  bool is_float(std::int32_t t) const { return source_.at(t).type == tensor_type::float32; }
  bool is_computed(std::int32_t t) const {
    return is_float(t) && !source_.at(t).is_constant() && !source_.at(t).is_variable;
  }

  tensor_form form_of(std::int32_t t, tensor_type type) const {
    if (type == tensor_type::float32) return {};
    const auto& of_type = factors_.tensors[static_cast<std::size_t>(t)];
    const auto at = of_type.find(type);
    if (at == of_type.end())
      throw convert_error(name_tensor(t, source_.at(t).name) + " has no scale for " +
                          std::string(name_of(type)));
    return {type, at->second};
  }

  /// What an integer operator reads: with tied parameters, those of its output.
  tensor_form input_form(const node& n, std::size_t i, const operator_format& f) const {
    const bool is_tied = rule_of(n.code)->rule == quantize_rule::tied;
    return form_of(is_tied ? n.outputs[0] : n.inputs[i], convert::input_format(n, i, f).type);
  }

  /// Where the user chose no type, an input has what its first reader wants.
  void set_borders() {
    for (const std::int32_t t : source_.inputs) {
      if (!is_float(t)) continue;
      tensors_.set_border(
          t, settings_.input_type ? form_of(t, *settings_.input_type) : first_reader_form(t));
    }
    for (const std::int32_t t : source_.outputs) {
      if (settings_.output_type && is_computed(t))
        tensors_.set_border(t, form_of(t, *settings_.output_type));
    }
  }

  tensor_form first_reader_form(std::int32_t t) const {
    for (std::size_t i = 0; i < source_.nodes.size(); ++i) {
      const node& n = source_.nodes[i];
      const auto at = std::ranges::find(n.inputs, t);
      if (at == n.inputs.end()) continue;
      if (!formats_[i].is_integer()) return {};
      return input_form(n, static_cast<std::size_t>(at - n.inputs.begin()), formats_[i]);
    }
    return {};
  }

  void make_integer(node& n, const operator_format& f) {
    const node original = n;
    for (std::size_t i = 0; i < n.inputs.size(); ++i) {
      const std::int32_t t = n.inputs[i];
      if (!is_activation_input(n, i) || !is_float(t)) continue;
      const tensor_form form = input_form(original, i, f);
      n.inputs[i] =
          source_.at(t).is_constant() ? tensors_.constant(t, form) : tensors_.read(t, form);
    }
    for (std::int32_t& t : n.outputs) {
      if (is_float(t)) t = tensors_.write(t, form_of(t, f.activations.type));
    }
    // The option stands for scales that are powers of two, unless it is off.
    if (f.activations.type == tensor_type::int16 &&
        (n.code == builtin::add || n.code == builtin::sub))
      n.options.at(field::add::pot_scale_int16) = false;
  }

  void make_float(node& n, const operator_format& f) {
    for (std::int32_t& t : n.inputs) {
      if (t == no_tensor) continue;
      if (is_computed(t)) {
        t = tensors_.read(t, {});
      } else if (f.weights.type == tensor_type::float16 && is_float(t) &&
                 source_.at(t).is_constant()) {
        t = from_halves(t);
      }
    }
    for (std::int32_t& t : n.outputs) {
      if (is_computed(t)) t = tensors_.write(t, {});
    }
  }

  /// The real values of a constant that is stored in halves: DEQUANTIZE, once for all readers.
  std::int32_t from_halves(std::int32_t t) {
    const auto known = from_halves_.find(t);
    if (known != from_halves_.end()) return known->second;
    network& net = tensors_.net();
    tensor real = source_.at(t);
    real.name = tensors_.new_name(real.name + "_float32");
    real.data.clear();
    const std::int32_t stored =
        stays_float_[static_cast<std::size_t>(t)] ? net.add_tensor(source_.at(t)) : t;
    store_halves(net.at(stored));
    const std::int32_t computed = net.add_tensor(std::move(real));
    node n = make_node(builtin::dequantize, {stored}, {computed});
    n.version = 3;
    tensors_.append(std::move(n));
    return from_halves_[t] = computed;
  }

  const network& source_;
  const quantization_factors& factors_;
  const quantize_settings& settings_;
  std::vector<operator_format> formats_;
  converted_tensors tensors_;
  std::vector<bool> stays_float_;  ///< read by an operator that does not take halves
  std::map<std::int32_t, std::int32_t> from_halves_;
};

}  // namespace detail

/// Quantizes a network with given factors.
///
/// Names, options and the indices of tensors stay; tensors in a second form, and copies of weights
/// that are shared, come behind. Between forms stand QUANTIZE and DEQUANTIZE; all other operators
/// are those of the float network, in its order.
///
/// errors   convert_error, as formats_of; factors that are missing, or of another network
inline network quantize(const network& net, const quantization_factors& factors,
                        const quantize_settings& settings = {}) {
  return detail::quantizer(net, factors, settings).run();
}

/// Quantizes a network with the factors that ranges lead to. Unless asked otherwise: weights
/// symmetric int8, per channel (fully_connected: per tensor), activations asymmetric int8, bias
/// int32, and inputs and outputs of the model int8 too.
///
/// ranges   of each tensor of the network by index, as calibrator::ranges() gives them
/// errors   convert_error, as formats_of
/// source   TensorFlow Lite 8-bit quantization specification
inline network quantize(const network& net, std::span<const range> ranges,
                        const quantize_settings& settings = {}) {
  return quantize(net, choose_factors(net, ranges, settings), settings);
}

/// Where the operators of the float network are in the quantized one: by index, the index there.
inline std::vector<std::int32_t> quantized_nodes(const network& quantized) {
  std::vector<std::int32_t> indices;
  for (std::size_t i = 0; i < quantized.nodes.size(); ++i) {
    const builtin code = quantized.nodes[i].code;
    if (code != builtin::quantize && code != builtin::dequantize)
      indices.push_back(static_cast<std::int32_t>(i));
  }
  return indices;
}

}  // namespace octet::convert
