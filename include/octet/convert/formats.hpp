// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What each operator of a network becomes under given settings; refuses before anything is run what
// cannot be done.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/check_settings.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/rules.hpp"
#include "octet/convert/settings.hpp"
#include "octet/model/ops/accumulator.hpp"
#include "octet/quant/observers/min_max.hpp"
#include "octet/quant/scheme.hpp"

namespace octet::convert {

/// How the numbers of a tensor are stored.
struct number_format {
  tensor_type type = tensor_type::float32;
  code_limits codes{};  ///< of integers

  friend bool operator==(const number_format&, const number_format&) = default;
};

template <Scheme S>
inline constexpr number_format format_of{type_of<typename S::code_type>, limits_of<S>};

/// What an operator works with.
struct operator_format {
  number_format activations;  ///< float32 where it stays float
  /// Beside float32 activations: float32; int8 or int4, which the kernel multiplies with inputs
  /// that it quantizes itself; or float16, which DEQUANTIZE makes real.
  number_format weights;
  bool per_channel = false;  ///< a scale of the weights for each output channel

  bool is_integer() const { return activations.type != tensor_type::float32; }
  friend bool operator==(const operator_format&, const operator_format&) = default;
};

/// The axis of a filter along which output channels lie.
constexpr std::int32_t channel_axis(builtin code) {
  return code == builtin::depthwise_conv_2d ? 3 : 0;
}

/// Whether an operator multiplies by a filter in its input 1.
constexpr bool has_filter(builtin code) {
  const operator_rule* rule = rule_of(code);
  return rule != nullptr && rule->rule == quantize_rule::weighted;
}

/// The inputs that are matrices of weights, `count` of them from `first` on, of operators that have
/// more than a filter. Only mode dynamic quantizes these: one scale each.
struct weight_matrices {
  std::size_t first = 0, count = 0;

  static constexpr weight_matrices of(builtin code) {
    if (code == builtin::svdf) return {1, 2};
    if (code == builtin::unidirectional_sequence_lstm) return {1, 8};
    return {};
  }
};

namespace detail {

template <class Pair>
operator_format pair_format() {
  return {format_of<typename Pair::activations>, format_of<typename Pair::weights>};
}

inline bool has_float(const network& net, const std::vector<std::int32_t>& tensors) {
  return std::ranges::any_of(tensors, [&](std::int32_t t) {
    return t != no_tensor && net.at(t).type == tensor_type::float32;
  });
}

/// A number format for the operator's weights: 4 bits where there are kernels.
inline number_format weight_format(builtin code, const number_format& of_scheme,
                                   const layer_settings& s) {
  const bool has_int4 = code == builtin::conv_2d || code == builtin::depthwise_conv_2d ||
                        code == builtin::fully_connected;
  if (s.weight_bits == 4 && has_int4) return {tensor_type::int4, limits_of<int4_symmetric>};
  return of_scheme;
}

class format_chooser {
 public:
  format_chooser(const network& net, const quantize_settings& settings)
      : net_(net), settings_(settings) {}

  std::vector<operator_format> run() const {
    check_settings(settings_);
    const std::vector<layer_settings> layers = resolve(net_, settings_);
    check_is_float();
    std::vector<operator_format> formats(net_.nodes.size());
    for (std::size_t i = 0; i < formats.size(); ++i) formats[i] = of_node(i, layers[i]);
    return formats;
  }

 private:
  void check_is_float() const {
    for (std::size_t i = 0; i < net_.nodes.size(); ++i) {
      const node& n = net_.nodes[i];
      const bool converts = n.code == builtin::quantize || n.code == builtin::dequantize ||
                            n.code == builtin::fake_quant;
      const auto has_codes = [&](std::int32_t t) {
        return t != no_tensor && !net_.at(t).quantization.scales.empty() &&
               net_.at(t).type != tensor_type::float32;
      };
      if (converts || std::ranges::any_of(n.inputs, has_codes) ||
          std::ranges::any_of(n.outputs, has_codes))
        throw convert_error("the model is quantized already, at least in part: " + where(i) +
                            (converts ? "" : " has codes") +
                            "; only float32 models can be quantized");
    }
  }

  std::string where(std::size_t i) const {
    return name_node(static_cast<std::int64_t>(i), net_.nodes[i].code);
  }

  operator_format of_node(std::size_t i, const layer_settings& s) const {
    const node& n = net_.nodes[i];
    if (!has_float(net_, n.inputs) && !has_float(net_, n.outputs)) return {};
    check_constants(i);
    if (!s.quantize.value_or(true)) return {};
    const std::string wrong = contradiction(settings_.mode, s);
    if (!wrong.empty()) throw convert_error(where(i) + ": " + wrong);
    if (settings_.mode == quantize_mode::float16) return {{}, {tensor_type::float16, {}}, false};
    if (settings_.mode == quantize_mode::dynamic) return dynamic_format(n, s);
    const operator_format f = integer_format(n, s);
    const std::string reason = refusal(n, f);
    if (reason.empty()) return f;
    if (falls_back(settings_.mode)) return {};
    throw convert_error(where(i) + reason +
                        "; skip it, or choose a mode with fallback, to leave it "
                        "in float");
  }

  operator_format integer_format(const node& n, const layer_settings& s) const {
    const bool wide = is_16x8(settings_.mode) || s.activation_bits == 16;
    const quantize_scheme scheme = s.scheme.value_or(quantize_scheme::ss_sa);
    operator_format f;
    switch (scheme) {
      case quantize_scheme::ss_sa:
        f = wide ? pair_format<octet::int16x8>() : pair_format<ss_sa>();
        break;
      case quantize_scheme::ss_ua:
        f = pair_format<ss_ua>();
        break;
      case quantize_scheme::ua_ua:
        f = pair_format<ua_ua>();
        break;
      case quantize_scheme::qmn:
        f = wide ? pair_format<qmn_int16x8>() : pair_format<qmn>();
        break;
    }
    if (!has_filter(n.code)) {
      f.weights = {};
      return f;
    }
    f.weights = weight_format(n.code, f.weights, s);
    const bool one_scale = scheme == quantize_scheme::ua_ua || scheme == quantize_scheme::qmn;
    f.per_channel = !one_scale && s.per_channel.value_or(n.code != builtin::fully_connected);
    return f;
  }

  /// All matrices of an operator, or none.
  operator_format dynamic_format(const node& n, const weight_matrices& matrices) const {
    std::size_t largest = 0;
    for (std::size_t i = matrices.first; i < matrices.first + matrices.count; ++i) {
      if (n.input(i) == no_tensor) continue;
      if (!net_.at(n.inputs[i]).is_constant()) return {};
      largest = std::max(largest, net_.at(n.inputs[i]).count());
    }
    if (largest < settings_.dynamic_minimum) return {};
    return {{}, format_of<int8_symmetric>, false};
  }

  operator_format dynamic_format(const node& n, const layer_settings& s) const {
    const weight_matrices matrices = weight_matrices::of(n.code);
    if (matrices.count != 0) return dynamic_format(n, matrices);
    const bool is_matrix = n.code == builtin::batch_matmul;
    if (!(has_filter(n.code) || is_matrix) || n.input(1) == no_tensor) return {};
    const tensor& weights = net_.at(n.inputs[1]);
    if (!weights.is_constant() || weights.count() < settings_.dynamic_minimum) return {};
    operator_format f{{}, weight_format(n.code, format_of<int8_symmetric>, s), false};
    f.per_channel = !is_matrix && s.per_channel.value_or(n.code != builtin::fully_connected);
    return f;
  }

  /// Why an operator cannot have a format; empty where it can.
  std::string refusal(const node& n, const operator_format& f) const {
    const operator_rule* rule = rule_of(n.code);
    if (rule == nullptr || rule->version(f.activations.type) == 0)
      return " cannot be quantized to " + std::string(name_of(f.activations.type));
    const auto because = [](errc code) { return ": " + std::string(message(code)); };
    for (std::size_t i = 0; i < std::max<std::size_t>(rule->first + 1u, n.inputs.size()); ++i) {
      if (i == rule->first && n.input(i) == no_tensor) return because(errc::missing_tensor);
      if (!is_activation_input(n, i)) continue;
      const tensor& t = net_.at(n.inputs[i]);
      if (t.type != tensor_type::float32)
        return ": " + name_tensor(n.inputs[i], t.name) + " is " + std::string(name_of(t.type)) +
               "; only float32 can be quantized";
    }
    if (n.outputs.empty()) return because(errc::missing_tensor);
    return rule->rule == quantize_rule::weighted ? refusal_of_weights(n) : "";
  }

  std::string refusal_of_weights(const node& n) const {
    const auto because = [](errc code) { return ": " + std::string(message(code)); };
    if (n.input(1) == no_tensor) return because(errc::missing_tensor);
    const tensor& filter = net_.at(n.inputs[1]);
    const auto axis = static_cast<std::size_t>(channel_axis(n.code));
    if (!filter.is_constant()) return because(errc::constant_expected);
    if (filter.shape.size() <= axis) return because(errc::shape_mismatch);
    const std::int32_t index = n.input(ops::weighted_inputs::of(n.code).bias);
    if (index == no_tensor) return "";
    const tensor& bias = net_.at(index);
    if (!bias.is_constant()) return because(errc::constant_expected);
    if (static_cast<std::int64_t>(bias.count()) != filter.shape[axis])
      return because(errc::shape_mismatch);
    return "";
  }

  void check_constants(std::size_t i) const {
    for (const std::int32_t index : net_.nodes[i].inputs) {
      if (index == no_tensor) continue;
      const tensor& t = net_.at(index);
      if (t.type != tensor_type::float32 || !t.is_constant()) continue;
      min_max extremes;
      extremes.see(t.values<float>());
      if (extremes.non_finite() != 0)
        throw convert_error(where(i) + ": " + name_tensor(index, t.name) +
                            " has a value that is NaN or infinite");
    }
  }

  const network& net_;
  const quantize_settings& settings_;
};

}  // namespace detail

/// The format of every operator.
///
/// errors   convert_error: settings that contradict each other, or name a layer that is not there;
///          a model that is not float; weights that are NaN or infinite; and in a mode without
///          fallback an operator without kernel that is not skipped, with what to do
inline std::vector<operator_format> formats_of(const network& net,
                                               const quantize_settings& settings) {
  return detail::format_chooser(net, settings).run();
}

}  // namespace octet::convert
