// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// tiny_model and other small networks as int8 models.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "octet/convert/calibrate.hpp"
#include "octet/convert/quantize.hpp"
#include "octet/convert/writer.hpp"
#include "support/tiny_model.hpp"

namespace octet_test {

using sample_list = std::vector<std::vector<float>>;

/// The ranges of a network on samples.
inline std::vector<octet::range> ranges_on(
    const octet::convert::network& net, const sample_list& samples,
    const octet::convert::any_observer& observer = octet::min_max{}) {
  octet::convert::calibrator calibrator(octet::convert::write_network(net), observer);
  for (const std::vector<float>& sample : samples) calibrator.see(sample);
  return calibrator.ranges();
}

/// The bytes of tiny_model(seed), quantized on 50 of tiny_samples.
inline std::vector<std::uint8_t> tiny_int8_model(std::uint32_t seed = 1) {
  const octet::convert::network net = tiny_model(seed);
  return octet::convert::write_network(
      octet::convert::quantize(net, ranges_on(net, tiny_samples(50))));
}

}  // namespace octet_test
