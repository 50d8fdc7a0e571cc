// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The model embedded in the device tests is what the converter writes today.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "octet/convert/calibrate.hpp"
#include "octet/convert/quantize.hpp"
#include "octet/convert/writer.hpp"
#include "support/embedded_model.hpp"
#include "support/tiny_model.hpp"

TEST_CASE("support/embedded_model.hpp is up to date") {
  octet::convert::network net = octet_test::tiny_model();
  for (octet::convert::tensor& t : net.tensors) t.name.clear();
  // min_max: a search would make the bytes depend on the last bit of the compiler's arithmetic.
  octet::convert::calibrator calibrator{octet::convert::write_network(net), octet::min_max{}};
  for (const auto& sample : octet_test::tiny_samples(16)) calibrator.see(sample);
  const std::vector<std::uint8_t> file =
      octet::convert::write_network(octet::convert::quantize(net, calibrator.ranges()));
  const bool same = std::ranges::equal(file, octet_test::embedded_model);
  std::string array;
  for (const std::uint8_t byte : file) array += std::to_string(byte) + ",";
  CHECK_MESSAGE(same, "the array should be: " << array);
}
