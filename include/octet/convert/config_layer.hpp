// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The settings of one layer, of a type or of all layers in config.json.
#pragma once

#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "octet/convert/any_observer.hpp"
#include "octet/convert/json_reader.hpp"
#include "octet/convert/settings.hpp"

namespace octet::convert::detail {

/// What observers are called by AMCT, X-CUBE-AI and octet. The first two mean mse and trim.
inline constexpr std::array<std::string_view, 3> other_observer_names{"ifmr", "hfmg", "MinMax"};
inline constexpr std::array<std::string_view, 3> meant_observers{"mse", "trim", "min_max"};

/// Reads the object that AMCT writes for a layer.
class layer_reader {
 public:
  /// symmetric   whether the scheme or the mode has symmetric activations
  explicit layer_reader(bool symmetric) : symmetric_(symmetric) {}

  layer_settings read(const json_reader& value) {
    static const std::vector<std::string> known{"quant_enable", "activation_quant_params",
                                                "weight_quant_params", "scheme"};
    layer_settings s;
    value.for_each([&](const std::string& key, const json_reader& v) {
      if (key == "quant_enable") {
        s.quantize = v.boolean();
      } else if (key == "scheme") {
        s.scheme = scheme(v);
      } else if (key == "activation_quant_params") {
        read_activations(s, v);
      } else if (key == "weight_quant_params") {
        read_weights(s, v);
      } else {
        value.fail_unknown(key, known);
      }
    });
    return s;
  }

  static std::string observer(const json_reader& value) {
    std::vector<std::string_view> names(observer_names.begin(), observer_names.end());
    names.insert(names.end(), other_observer_names.begin(), other_observer_names.end());
    const std::size_t i = value.choice(names);
    return std::string(i < observer_names.size() ? names[i]
                                                 : meant_observers[i - observer_names.size()]);
  }

  static quantize_scheme scheme(const json_reader& value) {
    return static_cast<quantize_scheme>(value.choice(quantize_scheme_names));
  }

 private:
  void read_activations(layer_settings& s, const json_reader& value) {
    static const std::vector<std::string> known{"num_bits",       "act_algo",     "max_percentile",
                                                "min_percentile", "search_range", "search_step",
                                                "num_of_bins",    "asymmetric"};
    observer_settings& o = s.observer;
    std::optional<bool> asymmetric;
    value.for_each([&](const std::string& key, const json_reader& v) {
      if (key == "num_bits") {
        s.activation_bits = bits(v, 16);
      } else if (key == "act_algo") {
        o.name = observer(v);
      } else if (key == "max_percentile") {
        o.max_percentile = share(v);
      } else if (key == "min_percentile") {
        o.min_percentile = share(v);
      } else if (key == "search_range") {
        read_search_range(o, v);
      } else if (key == "search_step") {
        o.search_step = step(v);
      } else if (key == "num_of_bins") {
        if (v.count() != observer_bins)
          v.fail("is not " + std::to_string(observer_bins) + ", which octet's observers have");
      } else if (key == "asymmetric") {
        asymmetric = v.boolean();
      } else {
        value.fail_unknown(key, known);
      }
    });
    if (asymmetric == false && s.activation_bits != 16 && !symmetric_)
      value.fail(
          "\"asymmetric\" is false; of 8 bits, only the scheme qmn has symmetric activations");
  }

  void read_weights(layer_settings& s, const json_reader& value) {
    static const std::vector<std::string> known{"num_bits", "wts_algo", "channel_wise"};
    constexpr std::array<std::string_view, 1> algorithms{"arq_quantize"};
    value.for_each([&](const std::string& key, const json_reader& v) {
      if (key == "num_bits") {
        s.weight_bits = bits(v, 4);
      } else if (key == "wts_algo") {
        v.choice(algorithms);
      } else if (key == "channel_wise") {
        s.per_channel = v.boolean();
      } else {
        value.fail_unknown(key, known);
      }
    });
  }

  static void read_search_range(observer_settings& o, const json_reader& value) {
    const auto& v = value.value();
    if (!v.is_array() || v.size() != 2 || !v[0].is_number() || !v[1].is_number() ||
        !(v[0].get<double>() > 0.0 && v[0].get<double>() <= v[1].get<double>()))
      value.fail("is not two positive numbers, the smaller one first");
    o.search_from = v[0].get<double>();
    o.search_to = v[1].get<double>();
  }

  static int bits(const json_reader& value, int other) {
    const double n = value.number();
    if (n != 8 && n != other) value.fail("is neither 8 nor " + std::to_string(other));
    return static_cast<int>(n);
  }
  static double share(const json_reader& value) {
    const double s = value.number();
    if (!(s > 0.5 && s <= 1.0)) value.fail("is not a share of the values, above 0.5 and up to 1");
    return s;
  }
  static double step(const json_reader& value) {
    const double v = value.number();
    if (!(v >= 0.001 && v <= 1.0)) value.fail("is not a step from 0.001 to 1");
    return v;
  }

  bool symmetric_;
};

/// The object for settings; what is not set is left out.
inline nlohmann::ordered_json to_json(const layer_settings& s) {
  nlohmann::ordered_json layer = nlohmann::ordered_json::object();
  const auto put = [](nlohmann::ordered_json& into, const char* key, const auto& value) {
    if (value) into[key] = *value;
  };
  put(layer, "quant_enable", s.quantize);
  if (s.scheme) layer["scheme"] = quantize_scheme_names[static_cast<std::size_t>(*s.scheme)];
  nlohmann::ordered_json activations, weights;
  const observer_settings& o = s.observer;
  put(activations, "num_bits", s.activation_bits);
  put(activations, "act_algo", o.name);
  put(activations, "max_percentile", o.max_percentile);
  put(activations, "min_percentile", o.min_percentile);
  if (o.search_from && o.search_to) activations["search_range"] = {*o.search_from, *o.search_to};
  put(activations, "search_step", o.search_step);
  put(weights, "num_bits", s.weight_bits);
  put(weights, "channel_wise", s.per_channel);
  if (!activations.is_null()) layer["activation_quant_params"] = activations;
  if (!weights.is_null()) layer["weight_quant_params"] = weights;
  return layer;
}

}  // namespace octet::convert::detail
