// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every operator of the schema with tensors of every type: what has no kernel is refused in a
// sentence that names the operator, the tensor and its type.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

namespace {

constexpr std::int32_t operator_count = 153, type_count = 18;

model_tensor tensor_of(tensor_type type, std::vector<std::int32_t> shape) {
  model_tensor t{.type = type, .shape = std::move(shape)};
  const bool holds_codes = type == tensor_type::int8 || type == tensor_type::uint8 ||
                           type == tensor_type::int16 || type == tensor_type::int4;
  if (holds_codes) t.scales = {1.0F}, t.zero_points = {0};
  return t;
}

model_tensor constant_of(tensor_type type, std::vector<std::int32_t> shape, std::size_t count) {
  model_tensor t = tensor_of(type, std::move(shape));
  const std::size_t bytes =
      type == tensor_type::int4 ? (count + 1) / 2 : count * octet::size_of(type);
  t.data.assign(bytes == 0 ? 1 : bytes, 0);
  return t;
}

struct refusal {
  octet::error error;
  std::string sentence;
};

/// What the executor says about a model; nothing where it takes it.
std::optional<refusal> refused(const one_operator_model& model) {
  const std::vector<std::uint8_t> file = model.file();
  const octet::result<octet::graph> graph = octet::graph::open(file);
  if (!graph) return refusal{graph.error(), octet::convert::explain(graph.error())};
  const octet::result<octet::arena_need> need = octet::convert::executor_arena_size(*graph);
  if (need) return std::nullopt;
  return refusal{need.error(), octet::convert::explain(need.error(), &*graph)};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string quoted_type(const one_operator_model& model, std::int32_t tensor) {
  return "tensor " + std::to_string(tensor) + " (" +
         std::string(name_of(model.tensors[static_cast<std::size_t>(tensor)].type)) + ")";
}

/// What is wrong with a refusal of a model; empty where nothing is.
std::string faults(const one_operator_model& model, const refusal& r) {
  const bool by_type = r.error.code == errc::unsupported_type ||
                       r.error.code == errc::unknown_operator ||
                       r.error.code == errc::custom_operator;
  if (!contains(r.sentence, octet::convert::name_node(0, model.code))) return "no operator";
  if (by_type && r.error.tensor < 0) return "no tensor";
  if (r.error.tensor >= 0 && !contains(r.sentence, quoted_type(model, r.error.tensor)))
    return "no type";
  return "";
}

/// Whether there is a kernel that looks at this type first.
bool has_kernel(builtin code, tensor_type type) {
  return std::ranges::any_of(octet::convert::executor_kernels(), [&](const auto& k) {
    return k.code == code && (k.types.input == type || k.types.input == octet::every_type);
  });
}

}  // namespace

TEST_CASE("every operator and every type") {
  int loaded = 0, refusals = 0;
  for (std::int32_t code = 0; code <= operator_count; ++code) {
    for (std::int32_t type = 0; type < type_count; ++type) {
      for (std::size_t inputs = 1; inputs <= 3; ++inputs) {
        const auto t = static_cast<tensor_type>(type);
        const one_operator_model model{
            .code = static_cast<builtin>(code),
            .tensors = std::vector<model_tensor>(inputs + 1, tensor_of(t, {1, 2, 2, 1}))};
        const std::optional<refusal> r = refused(model);
        if (!r) {
          ++loaded;
          continue;
        }
        ++refusals;
        CAPTURE(r->sentence);
        CHECK(faults(model, *r) == "");
        // TRANSPOSE_CONV looks at its third input.
        const bool looked_at = model.code != builtin::transpose_conv || inputs == 3;
        if (looked_at && !has_kernel(model.code, t)) {
          const bool by_type = r->error.code == errc::unsupported_type ||
                               r->error.code == errc::unknown_operator ||
                               r->error.code == errc::custom_operator;
          CHECK(by_type);
          CHECK(contains(r->sentence, std::string(name_of(t))));
        }
      }
    }
  }
  CHECK(loaded > 150);
  CHECK(refusals > 5000);
}

TEST_CASE("weights and biases of every type") {
  struct layer {
    builtin code;
    std::vector<std::int32_t> input, filter, output;
    std::int32_t stride_fields;  ///< the options that have to be 1, as bits
  };
  const std::vector<layer> layers{
      {builtin::conv_2d, {1, 2, 2, 1}, {1, 1, 1, 1}, {1, 2, 2, 1}, 0b000110},
      {builtin::depthwise_conv_2d, {1, 2, 2, 1}, {1, 1, 1, 1}, {1, 2, 2, 1}, 0b001110},
      {builtin::transpose_conv, {1, 2, 2, 1}, {1, 1, 1, 1}, {1, 2, 2, 1}, 0b000110},
      {builtin::fully_connected, {1, 4}, {1, 4}, {1, 1}, 0}};
  int loaded = 0;
  for (const layer& l : layers) {
    const bool transposed = l.code == builtin::transpose_conv;
    const std::size_t weights = l.code == builtin::fully_connected ? 4 : 1;
    for (std::int32_t input = 0; input < type_count; ++input) {
      for (std::int32_t filter = 0; filter < type_count; ++filter) {
        for (std::int32_t bias = 0; bias < type_count; ++bias) {
          const auto in = static_cast<tensor_type>(input);
          const auto b = static_cast<tensor_type>(bias);
          one_operator_model model{.code = l.code};
          if (transposed)
            model.tensors.push_back({.type = tensor_type::int32,
                                     .shape = {4},
                                     .data = bytes_of(std::vector<std::int32_t>(l.output))});
          if (!transposed) model.tensors.push_back(tensor_of(in, l.input));
          model.tensors.push_back(constant_of(static_cast<tensor_type>(filter), l.filter, weights));
          if (transposed) model.tensors.push_back(tensor_of(in, l.input));
          model.tensors.push_back(constant_of(b, {1}, 1));
          model.tensors.push_back(tensor_of(in, l.output));
          for (int field = 0; field < 6; ++field) {
            if ((l.stride_fields >> field & 1) != 0) model.option(field, std::int32_t{1});
          }
          const std::optional<refusal> r = refused(model);
          loaded += !r;
          if (!r) continue;
          CAPTURE(r->sentence);
          CHECK(faults(model, *r) == "");
          CHECK(r->error.code == errc::unsupported_type);
        }
      }
    }
  }
  // int8 with int8, int4 weights, int16, uint8, float32; a bias of int32 (or int64), or of float32.
  CHECK(loaded >= 15);
}

TEST_CASE("an output of another type is what is named") {
  const one_operator_model model{
      .code = builtin::quantize,
      .tensors = {tensor_of(tensor_type::int8, {4}), tensor_of(tensor_type::boolean, {4})}};
  const std::optional<refusal> r = refused(model);
  REQUIRE(r.has_value());
  CHECK(r->error.tensor == 1);
  CHECK(r->sentence ==
        "operator 0 (QUANTIZE), tensor 1 (bool): " + std::string(message(errc::unsupported_type)));
}

TEST_CASE("operators that nobody knows") {
  const auto t = tensor_of(tensor_type::int8, {4});
  const auto sentence_of = [&](std::int32_t code) {
    const auto r = refused({.code = static_cast<builtin>(code), .tensors = {t, t}});
    return r ? r->sentence : "";
  };
  CHECK(sentence_of(200) == "operator 0 (number 200), tensor 0 (int8): " +
                                std::string(message(errc::unknown_operator)));
  CHECK(sentence_of(32) ==
        "operator 0 (CUSTOM), tensor 0 (int8): " + std::string(message(errc::custom_operator)));
  const auto named = refused(
      {.code = builtin::custom, .tensors = {t, t}, .custom_code = {'M', 'i', 'n', 'e', '\n'}});
  REQUIRE(named.has_value());
  CHECK(named->sentence.starts_with("operator 0 (CUSTOM \"Mine?\"), tensor 0 (int8): "));
}
