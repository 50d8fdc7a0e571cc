// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// config.json: the settings of a quantization as a file, with the keys of AMCT, those of X-CUBE-AI,
// and octet's own.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "octet/convert/config_layer.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/file.hpp"
#include "octet/convert/json_reader.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/settings.hpp"

namespace octet::convert {

/// All that decides what a float model and samples become.
struct quantize_config {
  quantize_settings settings;
  std::optional<std::size_t> batch_num;  ///< calibrate with so many samples; all where not set
  bool do_fusion = true;                 ///< fold the graph first
  std::vector<std::string> skip_fusion_layers;  ///< operators that folding leaves alone
  bool bias_correction = true;

  friend bool operator==(const quantize_config&, const quantize_config&) = default;
};

namespace detail {

/// Types that inputs and outputs of a quantized model may have.
inline constexpr std::array<tensor_type, 4> border_types{tensor_type::int8, tensor_type::uint8,
                                                         tensor_type::int16, tensor_type::float32};

class config_reader {
 public:
  quantize_config read(const json_reader& root) {
    // What other members are checked against.
    for (const char* first : {"mode", "scheme", "arithmetic"}) {
      if (root.value().is_object() && root.has(first)) read_member(first, root.at(first));
    }
    root.for_each([&](const std::string& key, const json_reader& value) {
      if (!read_member(key, value)) {
        if (!value.value().is_object()) root.fail_unknown(key, known_keys());
        config_.settings.by_layer[key] = layers().read(value);  // as AMCT writes them
      }
    });
    set_scheme(root);
    return std::move(config_);
  }

  /// Keys that are no layers.
  static const std::vector<std::string>& known_keys() {
    static const std::vector<std::string> keys{"version",
                                               "batch_num",
                                               "activation_offset",
                                               "do_fusion",
                                               "skip_fusion_layers",
                                               "joint_quant",
                                               "tensor_quantize",
                                               "mode",
                                               "scheme",
                                               "input_type",
                                               "output_type",
                                               "bias_correction",
                                               "only",
                                               "skip",
                                               "dynamic_minimum",
                                               "common",
                                               "types",
                                               "layers",
                                               "algorithm",
                                               "arithmetic",
                                               "weights_integer_scheme",
                                               "activations_integer_scheme",
                                               "per_channel"};
    return keys;
  }

 private:
  bool read_member(const std::string& key, const json_reader& value) {
    return read_amct(key, value) || read_x_cube_ai(key, value) || read_own(key, value);
  }

  bool read_amct(const std::string& key, const json_reader& value) {
    if (key == "version") {
      if (value.number() != 1) value.fail("is not 1, the version that octet knows");
    } else if (key == "batch_num") {
      config_.batch_num = value.count();
      if (*config_.batch_num == 0) value.fail("is 0; calibration needs at least one sample");
    } else if (key == "activation_offset") {
      offset_ = value.boolean();
    } else if (key == "do_fusion") {
      config_.do_fusion = value.boolean();
    } else if (key == "skip_fusion_layers") {
      config_.skip_fusion_layers = value.texts();
    } else if (key == "joint_quant") {
      if (value.boolean()) value.fail("is not supported; leave it out");
    } else if (key == "tensor_quantize") {
      if (!value.value().empty()) value.fail("is not supported: octet quantizes all tensors");
    } else {
      return false;
    }
    return true;
  }

  bool read_x_cube_ai(const std::string& key, const json_reader& value) {
    constexpr std::array<std::string_view, 2> weights{"SignedSymmetric", "UnsignedAsymmetric"};
    constexpr std::array<std::string_view, 2> activations{"SignedAsymmetric", "UnsignedAsymmetric"};
    constexpr std::array<std::string_view, 2> arithmetics{"Integer", "Qmn"};
    if (key == "algorithm") {
      config_.settings.common.observer.name = layer_reader::observer(value);
    } else if (key == "arithmetic") {
      is_qmn_ = value.choice(arithmetics) == 1;
    } else if (key == "weights_integer_scheme") {
      unsigned_weights_ = value.choice(weights) == 1;
    } else if (key == "activations_integer_scheme") {
      unsigned_activations_ = value.choice(activations) == 1;
    } else if (key == "per_channel") {
      config_.settings.common.per_channel = value.boolean();
    } else {
      return false;
    }
    return true;
  }

  bool read_own(const std::string& key, const json_reader& value) {
    quantize_settings& s = config_.settings;
    if (key == "mode") {
      s.mode = static_cast<quantize_mode>(value.choice(quantize_mode_names));
    } else if (key == "scheme") {
      scheme_ = layer_reader::scheme(value);
    } else if (key == "input_type") {
      s.input_type = border_type(value);
    } else if (key == "output_type") {
      s.output_type = border_type(value);
    } else if (key == "bias_correction") {
      config_.bias_correction = value.boolean();
    } else if (key == "only") {
      s.only = value.texts();
    } else if (key == "skip") {
      s.skip = value.texts();
    } else if (key == "dynamic_minimum") {
      s.dynamic_minimum = value.count();
    } else if (key == "common") {
      fill(s.common, layers().read(value));
    } else if (key == "types") {
      value.for_each([&](const std::string& name, const json_reader& v) {
        s.by_type[type_named(name, value)] = layers().read(v);
      });
    } else if (key == "layers") {
      value.for_each([&](const std::string& name, const json_reader& v) {
        s.by_layer[name] = layers().read(v);
      });
    } else {
      return false;
    }
    return true;
  }

  static tensor_type border_type(const json_reader& value) {
    std::vector<std::string_view> names;
    for (const tensor_type t : border_types) names.push_back(name_of(t));
    return border_types[value.choice(names)];
  }

  static builtin type_named(const std::string& name, const json_reader& types) {
    std::vector<std::string> known;
    for (std::int32_t i = 0; i <= 255; ++i) {
      const auto code = static_cast<builtin>(i);
      if (name_of(code) == "UNKNOWN") break;
      if (name_of(code) == name) return code;
      known.emplace_back(name_of(code));
    }
    types.fail("\"" + name + "\" is not a type of operator; the nearest is \"" +
               nearest_name(name, known) + "\"");
  }

  layer_reader layers() const { return layer_reader(is_symmetric_anyway()); }

  bool is_symmetric_anyway() const {
    const quantize_mode mode = config_.settings.mode;
    return is_qmn_ == true || scheme_ == quantize_scheme::qmn || mode == quantize_mode::int16x8 ||
           mode == quantize_mode::int16x8_fallback;
  }

  /// The scheme that X-CUBE-AI's keys, AMCT's and octet's own give together.
  void set_scheme(const json_reader& root) {
    std::optional<quantize_scheme> meant;
    if (unsigned_weights_ || unsigned_activations_) {
      if (is_qmn_ == true) root.fail("\"arithmetic\" Qmn has no integer schemes");
      const bool w = unsigned_weights_.value_or(false), a = unsigned_activations_.value_or(w);
      if (w && !a)
        root.fail("weights UnsignedAsymmetric go with activations UnsignedAsymmetric only");
      meant = w ? quantize_scheme::ua_ua : a ? quantize_scheme::ss_ua : quantize_scheme::ss_sa;
    } else if (is_qmn_ == true) {
      meant = quantize_scheme::qmn;
    }
    std::optional<quantize_scheme>& common = config_.settings.common.scheme;
    for (const std::optional<quantize_scheme> other : {scheme_, meant}) {
      if (common && other && *common != *other) root.fail("two keys ask for different schemes");
      fill(common, other);
    }
    if (offset_ == false && common != quantize_scheme::qmn && !is_symmetric_anyway() &&
        config_.settings.common.activation_bits != 16)
      root.fail(
          "\"activation_offset\" is false; of 8 bits, only the scheme qmn has symmetric "
          "activations");
  }

  quantize_config config_;
  std::optional<bool> offset_, is_qmn_, unsigned_weights_, unsigned_activations_;
  std::optional<quantize_scheme> scheme_;
};

}  // namespace detail

/// The config.json of settings. Names of layers that are keys of their own are below "layers".
inline std::string to_text(const quantize_config& config) {
  const quantize_settings& s = config.settings;
  nlohmann::ordered_json root{{"version", 1}};
  if (config.batch_num) root["batch_num"] = *config.batch_num;
  root["do_fusion"] = config.do_fusion;
  root["skip_fusion_layers"] = config.skip_fusion_layers;
  root["mode"] = quantize_mode_names[static_cast<std::size_t>(s.mode)];
  if (s.input_type) root["input_type"] = name_of(*s.input_type);
  if (s.output_type) root["output_type"] = name_of(*s.output_type);
  root["bias_correction"] = config.bias_correction;
  root["dynamic_minimum"] = s.dynamic_minimum;
  if (!s.only.empty()) root["only"] = s.only;
  if (!s.skip.empty()) root["skip"] = s.skip;
  root["common"] = detail::to_json(s.common);
  for (const auto& [code, layer] : s.by_type)
    root["types"][std::string(name_of(code))] = detail::to_json(layer);
  const std::vector<std::string>& keys = detail::config_reader::known_keys();
  for (const auto& [name, layer] : s.by_layer) {
    const bool is_key = std::ranges::find(keys, name) != keys.end();
    (is_key ? root["layers"] : root)[name] = detail::to_json(layer);
  }
  return root.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

/// The settings in a config.json.
///
/// errors   convert_error with the keys: no .json, a key that is not known or there twice, a value
///          of another type, values that contradict each other or that octet does not support
inline quantize_config parse_config(std::string_view text, const std::string& file) {
  const nlohmann::ordered_json root = parse_json(text, file);
  return detail::config_reader().read(json_reader(root, file));
}

/// The same from a file.
///
/// errors   also std::runtime_error: the file cannot be read
inline quantize_config read_config(const std::filesystem::path& path) {
  const std::vector<std::uint8_t> bytes = read_file(path);
  return parse_config({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string());
}

}  // namespace octet::convert
