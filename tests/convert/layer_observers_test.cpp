// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/layer_observers.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <variant>
#include <vector>

#include "octet/convert/calibrate.hpp"
#include "octet/convert/writer.hpp"
#include "support/tiny_model.hpp"

namespace {

using namespace octet::convert;
constexpr octet::code_limits int8 = octet::limits_of<octet::int8_asymmetric>;

TEST_CASE("an observer with settings") {
  CHECK(std::holds_alternative<octet::mse>(observer_of({}, int8)));
  constexpr octet::code_limits int16 = octet::limits_of<octet::int16_symmetric>;
  CHECK(std::holds_alternative<octet::min_max>(observer_of({}, int16)));
  CHECK(std::holds_alternative<octet::mse>(observer_of({{}, 0.99, {}, {}, {}, {}}, int16)));
  observer_settings s{"percentile", 0.75, {}, {}, {}, {}};
  any_observer o = observer_of(s, int8);
  std::vector<float> values(100);
  for (std::size_t i = 0; i < 100; ++i) values[i] = static_cast<float>(i) / 100.0f;
  std::visit([&](auto& x) { x.see(values); }, o);
  CHECK(std::get<octet::percentile>(o).range().max == doctest::Approx(0.74).epsilon(0.01));
  s.min_percentile = 0.5;
  CHECK_THROWS_AS(observer_of(s, int8), convert_error);
  s = {"mse", 1.0, 1.0, 0.5, 0.5, 0.1};
  o = observer_of(s, int8);
  std::visit([&](auto& x) { x.see(values); }, o);
  CHECK(std::get<octet::mse>(o).range().max == doctest::Approx(0.495));
  s.name = "entropy";
  CHECK_THROWS_WITH_AS(observer_of(s, int8),
                       "the observer entropy has no percentile or search range to set",
                       convert_error);
  CHECK_THROWS_AS(observer_of({"guess", {}, {}, {}, {}, {}}, int8), convert_error);
}

TEST_CASE("each layer has its own observer") {
  const network net = octet_test::tiny_model();
  quantize_settings settings;
  settings.common.observer.name = "entropy";
  settings.by_layer["CONV_2D_1"].observer.name = "min_max";
  settings.by_type[octet::builtin::add].observer.name = "auto";
  calibrator c(write_network(net), layer_observers(net, settings));
  for (const auto& sample : octet_test::tiny_samples(5)) c.see(sample);
  const calibration found = c.finish();
  for (const node& n : net.nodes) {
    const auto t = static_cast<std::size_t>(n.outputs[0]);
    if (n.code == octet::builtin::add) {
      CHECK(found.observers[t] != "auto");
    } else {
      CHECK(found.observers[t] == (net.tensors[t].name == "CONV_2D_1" ? "min_max" : "entropy"));
    }
  }
}

}  // namespace
