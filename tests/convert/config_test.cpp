// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/config.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace octet::convert;
using octet::builtin;
using octet::tensor_type;

quantize_config parse(const std::string& text) { return parse_config(text, "c.json"); }

void check_refused(const std::string& text, const std::string& sentence) {
  CAPTURE(text);
  const std::string whole = "c.json: " + sentence;
  CHECK_THROWS_WITH_AS(parse(text), whole.c_str(), convert_error);
}

TEST_CASE("a config as AMCT writes it") {
  const quantize_config c = parse(R"({
    "version": 1, "batch_num": 2, "activation_offset": true, "joint_quant": false,
    "do_fusion": true, "skip_fusion_layers": ["conv2"], "tensor_quantize": [],
    "conv1": {
      "quant_enable": true,
      "activation_quant_params": {"num_bits": 8, "max_percentile": 0.999999,
        "min_percentile": 0.9999, "search_range": [0.7, 1.3], "search_step": 0.01,
        "act_algo": "ifmr", "asymmetric": true},
      "weight_quant_params": {"num_bits": 8, "wts_algo": "arq_quantize", "channel_wise": true}
    },
    "conv2": {"quant_enable": false, "activation_quant_params": {"act_algo": "hfmg",
        "num_of_bins": 4096}, "weight_quant_params": {"num_bits": 4, "channel_wise": false}}
  })");
  CHECK(c.batch_num == 2);
  CHECK(c.do_fusion);
  CHECK(c.skip_fusion_layers == std::vector<std::string>{"conv2"});
  REQUIRE(c.settings.by_layer.size() == 2);
  const layer_settings& one = c.settings.by_layer.at("conv1");
  CHECK(one.quantize == true);
  CHECK(one.observer == observer_settings{"mse", 0.999999, 0.9999, 0.7, 1.3, 0.01});
  CHECK(one.activation_bits == 8);
  CHECK(one.weight_bits == 8);
  CHECK(one.per_channel == true);
  const layer_settings& two = c.settings.by_layer.at("conv2");
  CHECK(two.quantize == false);
  CHECK(two.observer.name == "trim");
  CHECK(two.weight_bits == 4);
  CHECK(two.per_channel == false);
}

TEST_CASE("a config as X-CUBE-AI takes it") {
  const quantize_config c = parse(R"({"algorithm": "MinMax", "arithmetic": "Integer",
    "weights_integer_scheme": "SignedSymmetric",
    "activations_integer_scheme": "UnsignedAsymmetric", "per_channel": true})");
  CHECK(c.settings.common.observer.name == "min_max");
  CHECK(c.settings.common.scheme == quantize_scheme::ss_ua);
  CHECK(c.settings.common.per_channel == true);
  const auto scheme = [](const std::string& text) { return parse(text).settings.common.scheme; };
  CHECK(scheme(R"({"weights_integer_scheme": "UnsignedAsymmetric"})") == quantize_scheme::ua_ua);
  CHECK(scheme(R"({"activations_integer_scheme": "SignedAsymmetric"})") == quantize_scheme::ss_sa);
  CHECK(scheme(R"({"arithmetic": "Qmn"})") == quantize_scheme::qmn);
  CHECK(scheme(R"({"arithmetic": "Integer"})") == std::nullopt);
  check_refused(R"({"weights_integer_scheme": "Signed"})",
                "\"weights_integer_scheme\": is \"Signed\", not SignedSymmetric or "
                "UnsignedAsymmetric");
  check_refused(R"({"weights_integer_scheme": "UnsignedAsymmetric",
                    "activations_integer_scheme": "SignedAsymmetric"})",
                "weights UnsignedAsymmetric go with activations UnsignedAsymmetric only");
  check_refused(R"({"arithmetic": "Qmn", "weights_integer_scheme": "SignedSymmetric"})",
                "\"arithmetic\" Qmn has no integer schemes");
}

TEST_CASE("octet's own keys, and layers with the name of a key") {
  const quantize_config c = parse(R"({"mode": "16x8-fallback", "scheme": "qmn",
    "input_type": "uint8", "output_type": "float32", "bias_correction": false,
    "dynamic_minimum": 64, "skip": ["SOFTMAX"], "only": ["#3"], "do_fusion": false,
    "common": {"activation_quant_params": {"act_algo": "entropy"}},
    "types": {"CONV_2D": {"quant_enable": false, "scheme": "qmn"}},
    "layers": {"version": {"quant_enable": true}}})");
  CHECK(c.settings.mode == quantize_mode::int16x8_fallback);
  CHECK(c.settings.common.scheme == quantize_scheme::qmn);
  CHECK(c.settings.common.observer.name == "entropy");
  CHECK(c.settings.input_type == tensor_type::uint8);
  CHECK(c.settings.output_type == tensor_type::float32);
  CHECK_FALSE(c.bias_correction);
  CHECK_FALSE(c.do_fusion);
  CHECK(c.settings.dynamic_minimum == 64);
  CHECK(c.settings.skip == std::vector<std::string>{"SOFTMAX"});
  CHECK(c.settings.only == std::vector<std::string>{"#3"});
  CHECK(c.settings.by_type.at(builtin::conv_2d).quantize == false);
  CHECK(c.settings.by_layer.at("version").quantize == true);
}

TEST_CASE("a config reads back as it was written") {
  quantize_config c;
  CHECK(parse_config(to_text(c), "c.json") == c);
  c.batch_num = 200;
  c.do_fusion = c.bias_correction = false;
  c.skip_fusion_layers = {"a", "b"};
  quantize_settings& s = c.settings;
  s.mode = quantize_mode::dynamic;
  s.input_type = tensor_type::int16;
  s.output_type = tensor_type::int8;
  s.dynamic_minimum = 7;
  s.only = {"CONV_2D"};
  s.skip = {"x"};
  s.common.scheme = quantize_scheme::ss_ua;
  s.by_type[builtin::fully_connected].per_channel = true;
  s.by_layer["types"].quantize = false;
  s.by_layer["plain \"name\""] = {
      true, quantize_scheme::qmn, 4, 16, false, {"mse", 0.1 + 0.8, 2.0 / 3, 0.7, 1.3, 1e-3}};
  CHECK(parse_config(to_text(c), "c.json") == c);
}

TEST_CASE("mistakes are told with the keys that lead to them") {
  try {
    parse("{\"mode\": }");
    CHECK(false);
  } catch (const convert_error& e) {
    CHECK(std::string(e.what()).starts_with("c.json: parse error at line 1, column 10"));
  }
  check_refused("[]", "is not an object");
  check_refused(R"({"mode": "full", "mode": "full"})", "\"mode\" is there twice");
  check_refused(R"({"bath_num": 3})", "\"bath_num\" is not a key; the nearest is \"batch_num\"");
  check_refused(R"({"batch_num": -3})", "\"batch_num\": is not a number of things");
  check_refused(R"({"batch_num": 0})",
                "\"batch_num\": is 0; calibration needs at least one sample");
  check_refused(R"({"version": 2})", "\"version\": is not 1, the version that octet knows");
  check_refused(R"({"do_fusion": 1})", "\"do_fusion\": is neither true nor false");
  check_refused(R"({"skip_fusion_layers": "a"})", "\"skip_fusion_layers\": is not a list");
  check_refused(R"({"skip_fusion_layers": [1]})", "\"skip_fusion_layers\": is not a text");
  check_refused(R"({"joint_quant": true})", "\"joint_quant\": is not supported; leave it out");
  check_refused(R"({"mode": "fast"})",
                "\"mode\": is \"fast\", not full, full-fallback, dynamic, float16, 16x8 or "
                "16x8-fallback");
  check_refused(R"({"input_type": "int32"})",
                "\"input_type\": is \"int32\", not int8, uint8, int16 or float32");
  check_refused(R"({"types": {"CONV2D": {}}})",
                "\"types\": \"CONV2D\" is not a type of operator; the nearest is \"CONV_2D\"");
  check_refused(R"({"conv1": {"quant_enabl": true}})",
                "\"conv1\": \"quant_enabl\" is not a key; the nearest is \"quant_enable\"");
  const auto activation = [](const std::string& member) {
    return "{\"conv1\": {\"activation_quant_params\": {" + member + "}}}";
  };
  const std::string at = "\"conv1\": \"activation_quant_params\": ";
  check_refused(activation(R"("num_bits": 7)"), at + "\"num_bits\": is neither 8 nor 16");
  check_refused(activation(R"("num_bits": "8")"), at + "\"num_bits\": is not a number");
  check_refused(activation(R"("act_algo": "magic")"),
                at + "\"act_algo\": is \"magic\", not min_max, moving_average, percentile, "
                     "histogram_l2, mse, entropy, trim, auto, ifmr, hfmg or MinMax");
  check_refused(activation(R"("max_percentile": 99.9)"),
                at + "\"max_percentile\": is not a share of the values, above 0.5 and up to 1");
  check_refused(activation(R"("search_range": [1.3, 0.7])"),
                at + "\"search_range\": is not two positive numbers, the smaller one first");
  check_refused(activation(R"("search_step": 0)"),
                at + "\"search_step\": is not a step from 0.001 to 1");
  check_refused(activation(R"("num_of_bins": 1024)"),
                at + "\"num_of_bins\": is not 4096, which octet's observers have");
  check_refused(R"({"conv1": {"weight_quant_params": {"num_bits": 6}}})",
                "\"conv1\": \"weight_quant_params\": \"num_bits\": is neither 8 nor 4");
  check_refused(R"({"conv1": {"weight_quant_params": {"wts_algo": "nuq_quantize"}}})",
                "\"conv1\": \"weight_quant_params\": \"wts_algo\": is \"nuq_quantize\", not "
                "arq_quantize");
}

TEST_CASE("symmetric activations only where a scheme has them") {
  check_refused(R"({"activation_offset": false})",
                "\"activation_offset\" is false; of 8 bits, only the scheme qmn has symmetric "
                "activations");
  check_refused(R"({"a": {"activation_quant_params": {"asymmetric": false}}})",
                "\"a\": \"activation_quant_params\": \"asymmetric\" is false; of 8 bits, only the "
                "scheme qmn has symmetric activations");
  // Wherever in the file the scheme stands.
  CHECK(parse(R"({"a": {"activation_quant_params": {"asymmetric": false}}, "scheme": "qmn"})")
            .settings.by_layer.size() == 1);
  CHECK(parse(R"({"activation_offset": false, "mode": "16x8"})").settings.mode ==
        quantize_mode::int16x8);
  check_refused(R"({"scheme": "ss/sa", "arithmetic": "Qmn"})",
                "two keys ask for different schemes");
}

}  // namespace
