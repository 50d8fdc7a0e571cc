// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// contract_search against outputs that are computed under known contracts.
#include "octet/report/identify.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "support/data.hpp"
#include "support/tiny_int8.hpp"

using octet::builtin;
using octet::contract;
using octet::convert::contract_executor;
using octet::report::contract_search;
using octet::report::identification;
using octet::report::operator_contracts;

namespace {

using bytes = std::vector<std::uint8_t>;
using contracts = std::vector<contract>;

/// Inputs of some samples, and the outputs under contracts that `of` says for each operator.
struct recording {
  bytes inputs, outputs;

  template <class F>
  recording(contract_executor& model, std::size_t samples, F of) {
    contracts chosen;
    for (std::int32_t i = 0; i < model.model().node_count(); ++i)
      chosen.push_back(of(model.model().node(i).code));
    REQUIRE(model.choose(chosen));
    octet_test::noise noise(11);
    for (std::size_t s = 0; s < samples; ++s) {
      bytes in(model.input_bytes()), out(model.output_bytes());
      for (std::uint8_t& b : in)
        b = static_cast<std::uint8_t>(static_cast<int>(noise.next() * 127));
      model.run_bytes(in, out);
      inputs.insert(inputs.end(), in.begin(), in.end());
      outputs.insert(outputs.end(), out.begin(), out.end());
    }
  }
};

bool fits(const operator_contracts& op, contract c) {
  return std::ranges::find(op.fitting, c) != op.fitting.end();
}

/// Each operator that rounds fits the contract under which the outputs were made.
template <class F>
void check_found(const identification& found, F truth) {
  CHECK(found.reproduced());
  for (const operator_contracts& op : found.operators) {
    CAPTURE(op.index);
    CAPTURE(name_of(op.type));
    if (!op.candidates.empty()) CHECK(fits(op, op.chosen));
    const bool tells = std::ranges::find(op.candidates, truth(op.type)) != op.candidates.end();
    if (tells) CHECK(fits(op, truth(op.type)));
  }
}

}  // namespace

TEST_CASE("one contract for all is found") {
  contract_executor model(octet_test::tiny_int8_model(2));
  for (const contract c : {contract::double_rounding, contract::single_rounding,
                           contract::in_double, contract::in_float}) {
    const auto truth = [c](builtin) { return c; };
    const recording r(model, 150, truth);
    const identification found = contract_search(model, r.inputs, r.outputs, false).run();
    CHECK(found.samples == 150);
    CHECK(found.output_bytes == r.outputs.size());
    check_found(found, truth);
    // 150 samples tell A from the others somewhere.
    const bool told = std::ranges::any_of(found.operators, [&](const operator_contracts& op) {
      return fits(op, contract::double_rounding) != fits(op, contract::single_rounding);
    });
    CHECK(told);
  }
}

TEST_CASE("a contract for each type is found") {
  contract_executor model(octet_test::tiny_int8_model(2));
  const auto truth = [](builtin code) {
    return code == builtin::conv_2d           ? contract::single_rounding
           : code == builtin::fully_connected ? contract::in_double
                                              : contract::double_rounding;
  };
  const recording r(model, 150, truth);
  std::size_t told = 0;
  const identification found =
      contract_search(model, r.inputs, r.outputs, true).run([&](double fraction, std::size_t) {
        ++told;
        CHECK(fraction > 0);
        CHECK(fraction <= 1);
      });
  CHECK(told > 0);
  check_found(found, truth);
  for (const operator_contracts& op : found.operators) {
    if (op.type == builtin::reshape || op.type == builtin::pad) CHECK(op.candidates.empty());
    if (op.type == builtin::depthwise_conv_2d) CHECK_FALSE(fits(op, contract::single_rounding));
    if (op.type == builtin::fully_connected) CHECK_FALSE(fits(op, contract::double_rounding));
  }
}

TEST_CASE("outputs that no contract gives: the best and how far it is off") {
  contract_executor model(octet_test::tiny_int8_model(2));
  recording r(model, 20, [](builtin) { return contract::double_rounding; });
  r.outputs[7] ^= 0x80;
  r.outputs[31] ^= 0x40;
  const identification found = contract_search(model, r.inputs, r.outputs, false).run();
  CHECK_FALSE(found.reproduced());
  CHECK(found.differing_bytes == 2);
}

TEST_CASE("sizes that do not fit are errors") {
  contract_executor model(octet_test::tiny_int8_model(2));
  const bytes in(2 * model.input_bytes()), out(2 * model.output_bytes());
  using octet::convert::convert_error;
  const auto search = [&](const bytes& i, const bytes& o) { contract_search(model, i, o, false); };
  CHECK_NOTHROW(search(in, out));
  CHECK_THROWS_AS(search({}, {}), convert_error);
  CHECK_THROWS_AS(search(bytes(in.size() - 1), out), convert_error);
  CHECK_THROWS_AS(search(in, bytes(out.size() - 1)), convert_error);
  CHECK_THROWS_AS(search(in, bytes(out.size() + 3)), convert_error);
}

namespace {

identification identify_golden(const std::string& name) {
  const auto data = octet_test::data_dir();
  if (!data) return {};
  const auto golden = *data / "goldens" / name;
  contract_executor model(octet_test::read_bytes(golden / "model.tflite"));
  return contract_search(model, octet_test::read_bytes(golden / "in.bin"),
                         octet_test::read_bytes(golden / "out.bin"), false)
      .run();
}

}  // namespace

TEST_CASE("the MLPerf keyword model of TensorFlow Lite Micro is contract A") {
  if (!octet_test::data_dir()) OCTET_SKIP("no data folder");
  const identification found = identify_golden("mlcommons-tiny/kws_ref_model");
  check_found(found, [](builtin) { return contract::double_rounding; });
  CHECK(found.operators[0].fitting == contracts{contract::double_rounding});
}

TEST_CASE("16x8: A and B have C's rounding with biases of int64; the samples tell D, E apart") {
  if (!octet_test::data_dir()) OCTET_SKIP("no data folder");
  const identification found = identify_golden("tflite-micro/seanet_conv0");
  CHECK(found.reproduced());
  CHECK(found.operators[0].fitting ==
        contracts{contract::double_rounding, contract::single_rounding, contract::short_mantissa});
}
