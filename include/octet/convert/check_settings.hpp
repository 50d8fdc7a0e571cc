// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which settings of the quantizer go together, whatever the network.
#pragma once

#include <cstddef>
#include <string>

#include "octet/convert/error.hpp"
#include "octet/convert/settings.hpp"
#include "octet/model/builtin.hpp"
#include "octet/model/tensor_type.hpp"

namespace octet::convert {

namespace detail {

inline bool falls_back(quantize_mode mode) {
  return mode == quantize_mode::full_fallback || mode == quantize_mode::int16x8_fallback;
}
inline bool is_16x8(quantize_mode mode) {
  return mode == quantize_mode::int16x8 || mode == quantize_mode::int16x8_fallback;
}
inline bool computes_in_float(quantize_mode mode) {
  return mode == quantize_mode::dynamic || mode == quantize_mode::float16;
}

inline std::string with_mode(quantize_mode mode, const std::string& what) {
  return "mode " + std::string(quantize_mode_names[static_cast<std::size_t>(mode)]) + " and " +
         what + " contradict each other";
}

/// What contradicts itself or the mode in the settings of some layers; empty where nothing does.
inline std::string contradiction(quantize_mode mode, const layer_settings& s) {
  if (s.weight_bits && *s.weight_bits != 8 && *s.weight_bits != 4)
    return "weights have 8 or 4 bits, not " + std::to_string(*s.weight_bits);
  if (s.activation_bits && *s.activation_bits != 8 && *s.activation_bits != 16)
    return "activations have 8 or 16 bits, not " + std::to_string(*s.activation_bits);
  const auto name = [&] {
    return "the scheme " + std::string(quantize_scheme_names[static_cast<std::size_t>(*s.scheme)]);
  };
  if (computes_in_float(mode)) {
    if (s.scheme) return with_mode(mode, name());
    if (s.activation_bits) return with_mode(mode, "bits of activations");
    if (mode == quantize_mode::float16 && s.weight_bits) return with_mode(mode, "bits of weights");
    if (mode == quantize_mode::float16 && s.per_channel)
      return with_mode(mode, "scales per tensor or channel");
    return "";
  }
  if (is_16x8(mode) && s.activation_bits == 8) return with_mode(mode, "activations of 8 bits");
  const bool wide = is_16x8(mode) || s.activation_bits == 16;
  const bool is_ua = s.scheme == quantize_scheme::ua_ua || s.scheme == quantize_scheme::ss_ua;
  if (wide && is_ua) return name() + " has activations of 8 bits, not 16";
  if (wide && s.weight_bits == 4)
    return "there are no kernels for weights of 4 bits with activations of 16";
  if (s.weight_bits == 4 && s.scheme && *s.scheme != quantize_scheme::ss_sa)
    return name() + " has weights of 8 bits, not 4";
  const bool one_scale = s.scheme == quantize_scheme::ua_ua || s.scheme == quantize_scheme::qmn;
  if (one_scale && s.per_channel == true)
    return name() + " has one scale for a tensor, not one for each channel";
  return "";
}

}  // namespace detail

/// Checks every setting by itself and with the mode. What only a layer brings together, formats_of
/// checks.
///
/// errors   convert_error: settings that contradict each other, by the names of the options
inline void check_settings(const quantize_settings& settings) {
  std::string wrong = detail::contradiction(settings.mode, settings.common);
  for (const auto& [code, s] : settings.by_type) {
    if (wrong.empty() && !(wrong = detail::contradiction(settings.mode, s)).empty())
      wrong = std::string(name_of(code)) + ": " + wrong;
  }
  for (const auto& [name, s] : settings.by_layer) {
    if (wrong.empty() && !(wrong = detail::contradiction(settings.mode, s)).empty())
      wrong = "layer \"" + name + "\": " + wrong;
  }
  for (const auto& type : {settings.input_type, settings.output_type}) {
    if (!type || !wrong.empty()) continue;
    if (*type != tensor_type::float32 && *type != tensor_type::int8 &&
        *type != tensor_type::uint8 && *type != tensor_type::int16)
      wrong = "a model's inputs and outputs are int8, uint8, int16 or float32, not " +
              std::string(name_of(*type));
    else if (detail::computes_in_float(settings.mode) && *type != tensor_type::float32)
      wrong =
          detail::with_mode(settings.mode, "inputs or outputs of " + std::string(name_of(*type)));
  }
  if (!wrong.empty()) throw convert_error(wrong);
}

}  // namespace octet::convert
