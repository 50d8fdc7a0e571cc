// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The log of a quantization: what was asked, what was done to the graph, and every tensor's
// factors.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "octet/convert/any_observer.hpp"
#include "octet/convert/calibrate.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/quantization.hpp"
#include "octet/convert/record.hpp"

namespace octet::convert {

namespace detail {

inline std::string factors_text(const quantization_info& q) {
  if (q.scales.empty()) return "";
  if (q.scales.size() > 1) return ", " + std::to_string(q.scales.size()) + " scales";
  return ", scale " + exact_text(q.scales[0]) + ", zero point " +
         (q.zero_points.empty() ? "0" : std::to_string(q.zero_points[0]));
}

}  // namespace detail

/// Worth a look, though nothing is wrong: tensors that were 0 in every sample, and channels without
/// any weight.
inline std::vector<std::string> warnings_of(const quantization& run,
                                            const calibration& calibrated) {
  std::vector<std::string> warnings;
  const network& net = run.float_net();
  for (std::size_t t = 0; t < calibrated.ranges.size(); ++t) {
    if (!calibrated.observers[t].empty() && calibrated.ranges[t] == range{})
      warnings.push_back("tensor \"" + net.tensors[t].name + "\" was 0 in every sample");
  }
  for (const node& n : net.nodes) {
    if (!has_filter(n.code) || n.input(1) == no_tensor || !net.at(n.inputs[1]).is_constant() ||
        net.at(n.inputs[1]).type != tensor_type::float32)
      continue;
    const detail::filter_view filter(net.at(n.inputs[1]), n.code, true);
    const auto dead = std::ranges::count(filter.ranges, range{});
    if (dead != 0)
      warnings.push_back("layer \"" + layer_name(net, n) + "\": " + std::to_string(dead) +
                         " channels have no weight but 0");
  }
  return warnings;
}

/// The text of the log.
///
/// calibrated  its ranges; empty where no sample was needed
inline std::string run_log(const quantization& run, const network& quantized,
                           const calibration& calibrated,
                           const std::vector<std::string>& warnings) {
  std::string text = "config\n" + to_text(run.full_config()) + "\ngraph\n";
  // Names of a hostile file stay on their line.
  for (const std::string& line : run.log()) text += to_line(line) + "\n";
  text += std::to_string(run.original().nodes.size()) + " operators became " +
          std::to_string(run.float_net().nodes.size()) + ", quantized " +
          std::to_string(quantized.nodes.size()) + "\n\ntensors\n";
  const std::size_t known = run.float_net().tensors.size();
  for (std::size_t t = 0; t < quantized.tensors.size(); ++t) {
    const tensor& q = quantized.tensors[t];
    if (q.quantization.scales.empty()) continue;
    text += name_tensor(static_cast<std::int64_t>(t), q.name) + ": " + std::string(name_of(q.type));
    if (t < known && t < calibrated.ranges.size() && !calibrated.observers[t].empty()) {
      const range r = calibrated.ranges[t];
      text += ", range " + detail::exact_text(r.min) + " to " + detail::exact_text(r.max) + " (" +
              std::string(calibrated.observers[t]) + ")";
    }
    text += detail::factors_text(q.quantization) + "\n";
  }
  text += "\nwarnings\n";
  for (const std::string& line : warnings) text += to_line(line) + "\n";
  return text;
}

}  // namespace octet::convert
