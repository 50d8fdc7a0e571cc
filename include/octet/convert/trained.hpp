// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Models from quantization-aware training: the parameters that FAKE_QUANT, or QUANTIZE and
// DEQUANTIZE in a row, hold, taken out of the network and kept for quantizing it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/fold/edit.hpp"
#include "octet/convert/network.hpp"
#include "octet/core/float16.hpp"
#include "octet/float_ops/fake_quant.hpp"
#include "octet/quant/affine.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/per_channel.hpp"

namespace octet::convert {

/// What training found for a tensor.
struct trained_factors {
  std::vector<range> ranges;   ///< one, or one for each index of the axis
  std::vector<affine> params;  ///< of codes of the type, as many; empty where no type has them
  tensor_type type = tensor_type::int8;  ///< int8, which holds uint8 too, or int16
  std::int32_t axis = 0;                 ///< where there are several

  friend bool operator==(const trained_factors&, const trained_factors&) = default;
};

/// A network without the operators of its training, and what they held.
struct trained_network {
  network net;
  std::map<std::int32_t, trained_factors> factors;  ///< by tensor of net
  std::vector<std::string> log;                     ///< a line for each operator taken out
};

namespace detail {

/// The parameters of FAKE_QUANT. Those of 8 bits are the parameters of int8 codes; of other
/// numbers of bits the range alone stays.
inline trained_factors read_fake_quant(const node& n) {
  namespace f = field::fake_quant;
  const auto min = n.option<float>(f::min), max = n.option<float>(f::max);
  const auto bits = n.option<std::int32_t>(f::num_bits);
  if (!float_ops::are_fake_quant_options(min, max, bits))
    throw convert_error("FAKE_QUANT has no range that contains 0, or not 2 to 16 bits");
  const float_ops::fake_quant_steps s =
      float_ops::nudge(min, max, bits, n.option<bool>(f::narrow_range));
  trained_factors t{{{s.min(), s.max()}}, {}, tensor_type::int8, 0};
  if (bits == 8 && s.scale != 0.0F) t.params = {{s.scale, s.zero_point - 128}};
  return t;
}

/// The parameters of a tensor of codes; none where it has no such form.
inline std::optional<trained_factors> read_codes(const tensor& t) {
  const quantization_info& q = t.quantization;
  if (q.scales.empty() || q.zero_points.size() != q.scales.size()) return std::nullopt;
  trained_factors factors;
  factors.axis = q.axis;
  std::int64_t low = -128, high = 127, shift = 0;
  if (t.type == tensor_type::uint8) {
    shift = 128;
  } else if (t.type == tensor_type::int16) {
    factors.type = tensor_type::int16;
    low = -32768, high = 32767;
  } else if (t.type != tensor_type::int8) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < q.scales.size(); ++i) {
    const std::int64_t zero = q.zero_points[i] - shift;
    if (!(q.scales[i] > 0.0F) || zero < low || zero > high) return std::nullopt;
    factors.params.push_back({q.scales[i], static_cast<std::int32_t>(zero)});
    factors.ranges.push_back({static_cast<float>(low - zero) * q.scales[i],
                              static_cast<float>(high - zero) * q.scales[i]});
  }
  return factors;
}

class training_remover {
 public:
  explicit training_remover(network net) : result_{std::move(net), {}, {}}, g_(result_.net, {}) {}

  trained_network run() {
    for (std::size_t n = 0; n < result_.net.nodes.size();) {
      if (!remove_fake_quant(n) && !remove_pair(n) && !remove_constant(n)) ++n;
    }
    remove_unread_quantize();
    renumber();
    return std::move(result_);
  }

 private:
  bool has_form(std::size_t n, builtin code) {
    return g_.at(n).code == code && g_.at(n).inputs.size() == 1 && g_.at(n).outputs.size() == 1;
  }

  /// FAKE_QUANT of a float.
  bool remove_fake_quant(std::size_t n) {
    if (!has_form(n, builtin::fake_quant) || !g_.is_float(g_.at(n).inputs[0])) return false;
    return take_out(n, g_.at(n).inputs[0], read_fake_quant(g_.at(n)));
  }

  /// DEQUANTIZE of what QUANTIZE made of a float.
  bool remove_pair(std::size_t n) {
    if (!has_form(n, builtin::dequantize)) return false;
    const std::optional<std::size_t> before = g_.producer(g_.at(n).inputs[0]);
    if (!before || !has_form(*before, builtin::quantize) || !g_.is_float(g_.at(*before).inputs[0]))
      return false;
    const std::optional<trained_factors> factors = read_codes(g_.input(n, 0));
    return factors && take_out(n, g_.at(*before).inputs[0], *factors);
  }

  /// DEQUANTIZE of constant codes, halves among them: the output becomes a constant.
  bool remove_constant(std::size_t n) {
    if (!has_form(n, builtin::dequantize) || !g_.input(n, 0).is_constant()) return false;
    const tensor& codes = g_.input(n, 0);
    const std::optional<std::vector<float>> reals = values_of(codes);
    if (!reals || reals->size() != codes.count()) return false;
    const std::int32_t output = g_.at(n).outputs[0];
    if (g_.is_output(output)) return false;
    if (const std::optional<trained_factors> factors = read_codes(codes)) {
      result_.factors.emplace(output, *factors);
      result_.log.push_back(g_.title(n) + " taken out: its weights have codes");
    } else {
      result_.log.push_back(g_.title(n) + " taken out: its weights become float");
    }
    result_.net.at(output).set_values<float>(*reals);
    result_.net.at(output).quantization = {};
    g_.erase(n);
    return true;
  }

  static std::optional<std::vector<float>> values_of(const tensor& t) {
    std::vector<float> reals;
    if (t.type == tensor_type::float16) {
      for (const float16 half : t.values<float16>()) reals.push_back(static_cast<float>(half));
      return reals;
    }
    const quantization_info& q = t.quantization;
    const auto axis = static_cast<std::size_t>(q.axis);
    const bool one = q.scales.size() == 1;
    if (q.scales.empty() || q.zero_points.size() != q.scales.size() || q.axis < 0 ||
        (!one &&
         (axis >= t.shape.size() || static_cast<std::size_t>(t.shape[axis]) != q.scales.size())))
      return std::nullopt;
    const axis_split split = one ? axis_split{1, 1, t.count()} : split_at(t.extents(), q.axis);
    const auto add = [&](const auto& codes) {
      for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::size_t c = one ? 0 : i / split.inner % q.scales.size();
        reals.push_back(q.scales[c] * static_cast<float>(codes[i] - q.zero_points[c]));
      }
    };
    if (t.type == tensor_type::int8) {
      add(t.values<std::int8_t>());
    } else if (t.type == tensor_type::uint8) {
      add(t.values<std::uint8_t>());
    } else if (t.type == tensor_type::int16) {
      add(t.values<std::int16_t>());
    } else if (t.type == tensor_type::int32) {
      add(t.values<std::int32_t>());
    } else {
      return std::nullopt;
    }
    return reals;
  }

  /// Operator n hands on the tensor that is its source, but for rounding.
  bool take_out(std::size_t n, std::int32_t source, const trained_factors& factors) {
    const std::int32_t output = g_.at(n).outputs[0];
    std::int32_t holder = source;
    if (g_.is_output(output)) {
      const std::optional<std::size_t> producer = g_.producer(source);
      if (!producer || g_.is_output(source)) return false;
      std::ranges::replace(g_.at(*producer).outputs, source, output);
      g_.replace_reads(source, output);
      if (auto known = result_.factors.extract(source); !known.empty())
        result_.factors.emplace(output, std::move(known.mapped()));
      holder = output;
    } else {
      g_.replace_reads(output, source);
    }
    const std::string line = g_.title(n) + " taken out: ";
    tensor& t = result_.net.at(holder);
    const bool is_new = result_.factors.emplace(holder, factors).second;
    result_.log.push_back(line + (is_new ? "its range is that of \"" : "a range is known of \"") +
                          t.name + "\"" + (is_new ? "" : " already"));
    if (is_new && t.is_constant() && factors.ranges.size() == 1) clip(t, factors.ranges[0]);
    g_.erase(n);
    return true;
  }

  /// Training never saw what lies outside of the range.
  static void clip(tensor& t, const range& r) {
    std::vector<float> values = t.values<float>();
    for (float& v : values) v = std::clamp(v, r.min, r.max);
    t.set_values<float>(values);
  }

  void remove_unread_quantize() {
    for (std::size_t n = result_.net.nodes.size(); n-- > 0;) {
      if (has_form(n, builtin::quantize) && g_.uses(g_.at(n).outputs[0]) == 0) g_.erase(n);
    }
  }

  /// Drops unused tensors; the factors follow theirs.
  void renumber() {
    std::map<std::int32_t, trained_factors> kept;
    const std::vector<std::int32_t> index = drop_unused_tensors(result_.net);
    for (auto& [tensor, factors] : result_.factors) {
      const std::int32_t now = index[static_cast<std::size_t>(tensor)];
      if (now != no_tensor) kept.emplace(now, std::move(factors));
    }
    result_.factors = std::move(kept);
  }

  trained_network result_;
  graph_editor g_;
};

}  // namespace detail

/// Takes the operators of quantization-aware training out of a network.
///
/// Also DEQUANTIZE of constant weights, as in models with weights of float16: those become float.
///
/// errors   convert_error: a FAKE_QUANT without a range that contains 0
inline trained_network remove_training(network net) {
  return detail::training_remover(std::move(net)).run();
}

}  // namespace octet::convert
