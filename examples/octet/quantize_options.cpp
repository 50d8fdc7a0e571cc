// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "quantize_options.hpp"

#include <CLI/CLI.hpp>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace {

namespace convert = octet::convert;
using octet::tensor_type;

/// The enumerators of an enumeration that counts from 0, by their names.
template <class Enum>
std::map<std::string, Enum> by_name(std::span<const std::string_view> names) {
  std::map<std::string, Enum> values;
  for (std::size_t i = 0; i < names.size(); ++i)
    values[std::string(names[i])] = static_cast<Enum>(i);
  return values;
}

/// An option that takes one of some names, which --help lists.
template <class Value, class Set>
CLI::Option* add_choice(CLI::App& command, const std::string& option,
                        const std::map<std::string, Value>& values, const std::string& what,
                        Set set) {
  CLI::Option* added = command.add_option_function<std::string>(
      option, [values, set](const std::string& name) { set(values.at(name)); }, what);
  return added->check(CLI::IsMember(values));
}

void add_types(CLI::App& command, convert::quantize_settings& s) {
  const std::map<std::string, tensor_type> types{{"int8", tensor_type::int8},
                                                 {"uint8", tensor_type::uint8},
                                                 {"int16", tensor_type::int16},
                                                 {"float32", tensor_type::float32}};
  add_choice(command, "--input-type", types,
             "type of the model's inputs; that of the operators there unless given",
             [&s](tensor_type t) { s.input_type = t; });
  add_choice(command, "--output-type", types, "the same of its outputs",
             [&s](tensor_type t) { s.output_type = t; });
}

void add_weights(CLI::App& command, convert::quantize_settings& s) {
  CLI::Option* per_channel = command.add_flag_callback(
      "--per-channel", [&s] { s.common.per_channel = true; },
      "weights have a scale for each output channel, FULLY_CONNECTED's too, where older runtimes "
      "expect one; convolutions have them anyway");
  CLI::Option* per_tensor = command.add_flag_callback(
      "--per-tensor", [&s] { s.common.per_channel = false; }, "weights have one scale");
  command
      .add_flag_callback(
          "--per-channel-fully-connected",
          [&s] { s.by_type[octet::builtin::fully_connected].per_channel = true; },
          "a scale for each output of FULLY_CONNECTED")
      ->excludes(per_channel)
      ->excludes(per_tensor);
  per_channel->excludes(per_tensor);
  const std::map<std::string, int> weight_bits{{"8", 8}, {"4", 4}};
  add_choice(command, "--weight-bits", weight_bits,
             "bits of weights; 4 for CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED alone",
             [&s](int bits) { s.common.weight_bits = bits; });
  const std::map<std::string, int> activation_bits{{"8", 8}, {"16", 16}};
  add_choice(command, "--activation-bits", activation_bits, "bits of activations; 16 is mode 16x8",
             [&s](int bits) { s.common.activation_bits = bits; });
}

}  // namespace

void add_settings(CLI::App& command, convert::quantize_settings& s) {
  add_choice(command, "--mode", by_name<convert::quantize_mode>(convert::quantize_mode_names),
             "full: integers throughout, or an error; full-fallback: operators without integer "
             "kernel stay float; dynamic: large weights int8, all else float; float16: weights in "
             "halves; 16x8, 16x8-fallback: as full, with int16 activations",
             [&s](convert::quantize_mode m) { s.mode = m; })
      ->default_str("full");
  add_choice(command, "--scheme", by_name<convert::quantize_scheme>(convert::quantize_scheme_names),
             "codes of weights/activations: ss symmetric int8, sa asymmetric int8, ua asymmetric "
             "uint8 (ss/ua models run with octet alone); qmn: powers of two, so that shifts do",
             [&s](convert::quantize_scheme scheme) { s.common.scheme = scheme; })
      ->default_str("ss/sa");
  add_weights(command, s);
  add_types(command, s);
  command.add_option("--only", s.only,
                     "quantize these operators alone: names of their outputs, types like CONV_2D, "
                     "or indices like #3; may be given more than once");
  command.add_option("--skip", s.skip, "leave these operators in float, named likewise");
  command
      .add_option("--dynamic-minimum", s.dynamic_minimum,
                  "mode dynamic leaves filters with fewer weights in float")
      ->capture_default_str();
}
