// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// contract_executor: as the device under one contract, and a contract for each operator.
#include "octet/convert/contract_executor.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "octet/model/interpreter.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/ops/reshape.hpp"
#include "octet/model/ops/softmax.hpp"
#include "support/tiny_int8.hpp"

using octet::builtin;
using octet::contract;
using octet::convert::contract_executor;

namespace {

namespace ops = octet::ops;
using i8 = std::int8_t;
using bytes = std::vector<std::uint8_t>;

constexpr octet::op_list<ops::pad, ops::conv_2d<i8>, ops::depthwise_conv_2d<i8>,
                         ops::max_pool_2d<i8>, ops::add<i8>, ops::average_pool_2d<i8>, ops::reshape,
                         ops::fully_connected<i8>, ops::softmax<i8>>
    device_operators{};

bytes sample(std::uint32_t seed) {
  octet_test::noise n(seed);
  bytes codes(128);
  for (std::uint8_t& c : codes) c = static_cast<std::uint8_t>(static_cast<int>(n.next() * 127));
  return codes;
}

template <contract C>
bytes on_device(const bytes& file, const bytes& input) {
  std::vector<std::uint8_t> arena(1 << 16);
  const auto model = octet::load<octet::basic_scalar<C>>(device_operators, file, arena);
  REQUIRE(model.has_value());
  for (std::size_t i = 0; i < input.size(); ++i)
    model->template input<i8>(0)[i] = static_cast<i8>(input[i]);
  REQUIRE(model->run() == octet::errc::ok);
  bytes out;
  for (const i8 c : model->template output<i8>(0)) out.push_back(static_cast<std::uint8_t>(c));
  return out;
}

bytes on_host(contract_executor& model, const bytes& input) {
  bytes out(model.output_bytes());
  model.run_bytes(input, out);
  return out;
}

}  // namespace

TEST_CASE("one contract for all: the device's codes") {
  const bytes file = octet_test::tiny_int8_model(2);
  contract_executor model(file);
  const auto nodes = static_cast<std::size_t>(model.model().node_count());
  bytes a, b;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const bytes in = sample(seed);
    const auto under = [&](contract c) {
      REQUIRE(model.choose(std::vector<contract>(nodes, c)));
      return on_host(model, in);
    };
    const bytes twice = under(contract::double_rounding), once = under(contract::single_rounding);
    CHECK(twice == on_device<contract::double_rounding>(file, in));
    CHECK(once == on_device<contract::single_rounding>(file, in));
    CHECK(under(contract::short_mantissa) == twice);
    CHECK(under(contract::in_double) == on_device<contract::in_double>(file, in));
    CHECK(under(contract::in_float) == on_device<contract::in_float>(file, in));
    a.insert(a.end(), twice.begin(), twice.end());
    b.insert(b.end(), once.begin(), once.end());
  }
  CHECK(a != b);
}

TEST_CASE("each operator its own contract: only what it computes changes") {
  const bytes file = octet_test::tiny_int8_model(2);
  contract_executor model(file);
  std::vector<contract> chosen(static_cast<std::size_t>(model.model().node_count()),
                               contract::double_rounding);
  // POOL and RESHAPE round nothing: any contract leaves them as they are.
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const auto op = model.model().node(static_cast<std::int32_t>(i));
    if (octet::convert::contracts_of(model.model(), op).empty()) chosen[i] = contract::in_float;
  }
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    const bytes in = sample(seed);
    REQUIRE(model.choose(chosen));
    CHECK(on_host(model, in) == on_device<contract::double_rounding>(file, in));
  }
}

TEST_CASE("a contract that cannot hold a factor: false, and the next choice works") {
  const bytes file = octet_test::tiny_int8_model(2);
  contract_executor model(file);
  const auto nodes = static_cast<std::size_t>(model.model().node_count());
  CHECK_FALSE(model.choose(std::vector<contract>(nodes, contract::power_of_two)));
  CHECK(model.choose(std::vector<contract>(nodes, contract::double_rounding)));
  CHECK(on_host(model, sample(1)) == on_device<contract::double_rounding>(file, sample(1)));
}

TEST_CASE("which contracts may tell") {
  const contract_executor model(octet_test::tiny_int8_model(2));
  for (std::int32_t i = 0; i < model.model().node_count(); ++i) {
    const octet::node op = model.model().node(i);
    CAPTURE(name_of(op.code));
    const auto found = octet::convert::contracts_of(model.model(), op).size();
    const bool moves = op.code == builtin::pad || op.code == builtin::max_pool_2d ||
                       op.code == builtin::average_pool_2d || op.code == builtin::reshape;
    CHECK(found == (moves ? 0U : op.code == builtin::softmax ? 2U : 5U));
  }
  // Real values are not rounded.
  const contract_executor real(octet::convert::write_network(octet_test::tiny_model()));
  CHECK(octet::convert::contracts_of(real.model(), real.model().node(1)).empty());
}

TEST_CASE("bytes of another size, and what is no model, are errors") {
  contract_executor model(octet_test::tiny_int8_model(2));
  bytes out(model.output_bytes());
  CHECK_THROWS_AS(model.run_bytes(bytes(127), out), octet::convert::convert_error);
  CHECK_THROWS_AS(contract_executor(bytes(100)), octet::convert::convert_error);
}
