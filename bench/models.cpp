// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rounds over whole networks, and the sums of what rivals take for their layers.
#include "models.hpp"

#include <algorithm>
#include <iomanip>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <random>
#include <tuple>

#include "layers.hpp"
#include "octet/convert/executor.hpp"
#include "octet/model/macc.hpp"
#include "octet/report/model_time.hpp"

namespace octet_bench {

namespace {

/// The best rival's times of all layers together; nothing where some layer has no rival. Layers of
/// the same kind and sizes are timed once.
std::optional<double> rivals_ns(const std::vector<layer>& layers, octet::simd_target target) {
  std::map<std::tuple<std::string, int, int, int, int, int, int, int>, double> known;
  double sum = 0;
  for (const layer& l : layers) {
    const auto [at, is_new] = known.insert({{l.kind, l.height, l.width, l.inputs, l.outputs,
                                             l.kernel_height, l.kernel_width, l.stride},
                                            0});
    if (is_new) {
      const std::optional<double> ns = best_rival_ns(l, target);
      if (!ns) return std::nullopt;
      at->second = *ns;
    }
    sum += at->second;
  }
  return sum;
}

nlohmann::ordered_json time_one(const benchmark_model& m, octet::simd_target target) {
  octet::convert::executor simd(m.file, {.target = target}), scalar(m.file, {.enabled = false});
  std::vector<std::uint8_t> input(simd.input_bytes());
  std::mt19937 random(1);
  for (std::uint8_t& byte : input) byte = static_cast<std::uint8_t>(random());
  constexpr double seconds = 1;
  const double ns = octet::report::time_model(simd, input, seconds).median_ns;
  const double scalar_ns = octet::report::time_model(scalar, input, seconds).median_ns;
  const std::uint64_t macc = octet::macc_of(simd.model());
  nlohmann::ordered_json row{{"name", m.name},
                             {"macc", macc},
                             {"ns", ns},
                             {"gmacs", static_cast<double>(macc) / ns},
                             {"scalar_ns", scalar_ns},
                             {"scalar_ratio", scalar_ns / ns}};
  if (const auto rivals = rivals_ns(m.layers, target)) row["rivals_layers_ns"] = *rivals;
  return row;
}

void print_table(const nlohmann::ordered_json& rows, std::ostream& out) {
  out << std::fixed;
  for (const auto& row : rows) {
    out << std::left << std::setw(18) << std::string(row["name"]) << std::right << std::setw(11)
        << std::setprecision(1) << double{row["ns"]} / 1e3 << " us " << std::setw(7)
        << double{row["gmacs"]} << " GMAC/s " << std::setw(6) << double{row["scalar_ratio"]}
        << " x scalar";
    if (row.contains("rivals_layers_ns")) {
      out << std::setprecision(2) << "  " << double{row["ns"]} / double{row["rivals_layers_ns"]}
          << " of the best rivals' layers";
    }
    out << "\n";
  }
}

}  // namespace

void run_models(const models_options& options, std::ostream& out) {
  limit_rivals(options.target);
  nlohmann::ordered_json result{{"target", name_of(options.target)},
                                {"models", nlohmann::ordered_json::array()}};
  for (const benchmark_model& m : known_models())
    result["models"].push_back(time_one(m, options.target));
  if (options.json) {
    out << result.dump(1) << "\n";
  } else {
    print_table(result["models"], out);
  }
}

}  // namespace octet_bench
