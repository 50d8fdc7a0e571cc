// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// From the factors of a quantization to its record, and back.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/factors.hpp"
#include "octet/convert/formats.hpp"
#include "octet/convert/layer_names.hpp"
#include "octet/convert/nearest_name.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/quantize.hpp"
#include "octet/convert/record.hpp"
#include "octet/convert/settings.hpp"

namespace octet::convert {

namespace detail {

/// A tensor of the float network in the type in which an operator has it.
struct typed_tensor {
  std::int32_t index;
  tensor_type type;

  friend auto operator<=>(const typed_tensor&, const typed_tensor&) = default;
};

/// The activations that an operator reads and writes as codes.
struct layer_tensors {
  std::vector<typed_tensor> inputs, outputs;

  layer_tensors(const network& net, const node& n, const operator_format& f) {
    if (!f.is_integer()) return;
    const auto is_float = [&](std::int32_t t) { return net.at(t).type == tensor_type::float32; };
    for (std::size_t i = 0; i < n.inputs.size(); ++i) {
      if (is_activation_input(n, i) && is_float(n.inputs[i]))
        inputs.push_back({n.inputs[i], input_format(n, i, f).type});
    }
    for (const std::int32_t t : n.outputs) {
      if (is_float(t)) outputs.push_back({t, f.activations.type});
    }
  }
};

/// Fills factors from a record, and says where it does not fit the network.
class record_applier {
 public:
  record_applier(const network& net, const record& r, const quantize_settings& settings)
      : net_(net),
        record_(r),
        settings_(settings),
        formats_(formats_of(net, settings)),
        names_(unique_layer_names(net)) {
    factors_.tensors.resize(net.tensors.size());
    factors_.nodes.resize(net.nodes.size());
  }

  quantization_factors run() {
    for (const record_layer& l : record_.layers) {
      const auto at = std::ranges::find(names_, l.name);
      if (at == names_.end()) {
        unknown_.push_back(l.name);
      } else {
        read_layer(l, static_cast<std::size_t>(at - names_.begin()));
      }
    }
    for (const record_border& b : record_.borders) read_border(b);
    const std::vector<std::string> missing = add_missing();
    if (!unknown_.empty() || !missing.empty()) fail_of_another(missing);
    return std::move(factors_);
  }

 private:
  void read_layer(const record_layer& l, std::size_t i) {
    const layer_tensors t(net_, net_.nodes[i], formats_[i]);
    const auto check_count = [&](std::size_t has, std::size_t takes, const std::string& field) {
      if (has != 0 && has != takes)
        fail(l, "has " + std::to_string(has) + " " + field + ", and the model's " +
                    std::to_string(takes));
    };
    check_count(l.inputs.size(), t.inputs.size(), "scale_d");
    check_count(l.outputs.size(), t.outputs.size(), "scale_o");
    for (std::size_t k = 0; k < l.inputs.size(); ++k) set(t.inputs[k], l.inputs[k], l.name);
    for (std::size_t k = 0; k < l.outputs.size(); ++k) set(t.outputs[k], l.outputs[k], l.name);
    check_weights(l, i);
    factors_.nodes[i] = {l.weights, l.bias};
  }

  void check_weights(const record_layer& l, std::size_t i) const {
    const operator_format& f = formats_[i];
    const bool has_codes =
        f.weights.type != tensor_type::float32 && f.weights.type != tensor_type::float16;
    if (!has_codes && !(l.weights.empty() && l.bias.empty()))
      fail(l, "has weights, and the model's has none as codes");
    for (const affine& w : l.weights) {
      if (w.zero_point < f.weights.codes.min_code || w.zero_point > f.weights.codes.max_code ||
          (f.weights.codes.symmetric && w.zero_point != 0))
        fail(l, "has the offset_w " + std::to_string(w.zero_point) +
                    ", which these weights cannot have");
    }
    if (f.activations.type == tensor_type::int16) return;
    using limits = std::numeric_limits<std::int32_t>;
    for (const std::int64_t b : l.bias) {
      if (b < limits::min() || b > limits::max())
        fail(l, "has the bias " + std::to_string(b) + ", which is more than 32 bits");
    }
  }

  void read_border(const record_border& b) {
    for (std::size_t t = 0; t < net_.tensors.size(); ++t) {
      if (unique_tensor_name(net_, static_cast<std::int32_t>(t)) == b.name)
        return set({static_cast<std::int32_t>(t), b.type}, b.params, b.name);
    }
    unknown_.push_back(b.name);
  }

  void set(const typed_tensor& t, const affine& params, const std::string& layer) {
    const code_limits codes = t.type == tensor_type::int8    ? limits_of<int8_asymmetric>
                              : t.type == tensor_type::uint8 ? limits_of<uint8_asymmetric>
                                                             : limits_of<int16_symmetric>;
    const std::string& name = net_.at(t.index).name;
    if (params.zero_point < codes.min_code || params.zero_point > codes.max_code ||
        (codes.symmetric && params.zero_point != 0))
      throw convert_error("the record's layer \"" + layer + "\": the offset " +
                          std::to_string(params.zero_point) + " is no zero point of " +
                          std::string(name_of(t.type)) + " (tensor \"" + name + "\")");
    const auto [at, is_new] =
        factors_.tensors[static_cast<std::size_t>(t.index)].try_emplace(t.type, params);
    if (!is_new && at->second != params)
      throw convert_error("the record's layer \"" + layer + "\": another layer gives tensor \"" +
                          name + "\" another scale or offset");
  }

  /// Factors that a record need not have: those that the specification fixes, and of tensors that
  /// share theirs with one that it has. Returns the layers of which factors are still missing.
  std::vector<std::string> add_missing() {
    const std::vector<range> none(net_.tensors.size());
    const quantization_factors needed = factor_chooser(net_, formats_, none, settings_).run();
    const tensor_ties ties(net_, formats_);
    std::map<std::pair<std::size_t, tensor_type>, affine> of_group;
    for (std::size_t t = 0; t < net_.tensors.size(); ++t) {
      for (const auto& [type, params] : factors_.tensors[t])
        of_group.emplace(std::pair(ties.root_of(static_cast<std::int32_t>(t)), type), params);
    }
    std::vector<std::string> missing;
    const auto add = [&](const std::string& name) {
      if (std::ranges::find(missing, name) == missing.end()) missing.push_back(name);
    };
    for (std::size_t t = 0; t < net_.tensors.size(); ++t) {
      const std::size_t root = ties.root_of(static_cast<std::int32_t>(t));
      for (const auto& [type, params] : needed.tensors[t]) {
        if (factors_.tensors[t].contains(type)) continue;
        const auto known = of_group.find({root, type});
        if (known != of_group.end()) {
          factors_.tensors[t].emplace(type, known->second);
        } else if (ties.fixed(root)) {
          factors_.tensors[t].emplace(type, params);
        } else {
          add(net_.tensors[t].name);
        }
      }
    }
    for (std::size_t i = 0; i < net_.nodes.size(); ++i) {
      if (factors_.nodes[i].channels.size() != needed.nodes[i].channels.size()) add(names_[i]);
    }
    return missing;
  }

  [[noreturn]] static void fail(const record_layer& l, const std::string& what) {
    throw convert_error("the record's layer \"" + l.name + "\" " + what);
  }

  [[noreturn]] void fail_of_another(const std::vector<std::string>& missing) const {
    const auto list = [](const std::vector<std::string>& names) {
      std::string text;
      for (std::size_t i = 0; i < names.size() && i < 5; ++i)
        text += (i == 0 ? "\"" : ", \"") + names[i] + "\"";
      return text + (names.size() > 5 ? " and " + std::to_string(names.size() - 5) + " more" : "");
    };
    std::string what = "the record is of another model";
    if (!unknown_.empty())
      what += ": the model has no " + list(unknown_) + " (nearest to the first: \"" +
              nearest_name(unknown_[0], missing.empty() ? names_ : missing) + "\")";
    if (!missing.empty())
      what +=
          (unknown_.empty() ? ": it lacks" : ", and it lacks") + (" factors of " + list(missing));
    throw convert_error(what);
  }

  const network& net_;
  const record& record_;
  const quantize_settings& settings_;
  std::vector<operator_format> formats_;
  std::vector<std::string> names_, unknown_;
  quantization_factors factors_;
};

}  // namespace detail

/// The record of a quantization.
///
/// net       the float network that was quantized, folded as it was then
/// factors   with which
/// config    the config.json of the run, to be kept in the record
inline record make_record(const network& net, const quantization_factors& factors,
                          const quantize_settings& settings, std::string config) {
  const std::vector<operator_format> formats = formats_of(net, settings);
  const std::vector<std::string> names = unique_layer_names(net);
  record r{std::move(config), {}, {}};
  std::vector<detail::typed_tensor> seen;
  for (std::size_t i = 0; i < net.nodes.size(); ++i) {
    const detail::layer_tensors t(net, net.nodes[i], formats[i]);
    record_layer l{names[i], {}, factors.nodes[i].channels, {}, factors.nodes[i].bias, false};
    const auto add = [&](std::vector<affine>& into, const std::vector<detail::typed_tensor>& from) {
      for (const detail::typed_tensor& x : from) {
        into.push_back(factors.tensors[static_cast<std::size_t>(x.index)].at(x.type));
        seen.push_back(x);
      }
    };
    add(l.inputs, t.inputs);
    add(l.outputs, t.outputs);
    if (!l.inputs.empty() || !l.outputs.empty() || !l.weights.empty())
      r.layers.push_back(std::move(l));
  }
  for (std::size_t t = 0; t < net.tensors.size(); ++t) {
    const auto index = static_cast<std::int32_t>(t);
    for (const auto& [type, params] : factors.tensors[t]) {
      if (std::ranges::find(seen, detail::typed_tensor{index, type}) == seen.end())
        r.borders.push_back({unique_tensor_name(net, index), type, params});
    }
  }
  return r;
}

/// The factors in a record.
///
/// net      as for make_record
/// errors   convert_error: the record is of another model, with the keys that are unknown and those
///          that are missing; counts, offsets or biases that the model cannot have; as formats_of
inline quantization_factors read_factors(const network& net, const record& r,
                                         const quantize_settings& settings) {
  return detail::record_applier(net, r, settings).run();
}

/// The biases of a quantized network, as corrections left them, become part of the factors that it
/// was made with.
///
/// net         the float network
/// quantized   made of it by quantize(net, factors, ...)
inline void take_biases(quantization_factors& factors, const network& net,
                        const network& quantized) {
  const std::vector<std::int32_t> nodes = quantized_nodes(quantized);
  for (std::size_t i = 0; i < net.nodes.size(); ++i) {
    if (factors.nodes[i].channels.empty()) continue;
    const node& n = quantized.nodes[static_cast<std::size_t>(nodes[i])];
    const std::int32_t index = n.input(ops::weighted_inputs::of(n.code).bias);
    if (index == no_tensor) continue;
    const tensor& bias = quantized.at(index);
    if (bias.type == tensor_type::int64) {
      factors.nodes[i].bias = bias.values<std::int64_t>();
    } else if (bias.type == tensor_type::int32) {
      const std::vector<std::int32_t> codes = bias.values<std::int32_t>();
      factors.nodes[i].bias.assign(codes.begin(), codes.end());
    }
  }
}

}  // namespace octet::convert
