// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rounds of all contestants over all layers.
#include "layers.hpp"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <numeric>
#include <ostream>
#include <random>
#include <string>

#include "layers_chart.hpp"
#include "octet/convert/file.hpp"
#include "octet/report/peak.hpp"
#include "octet/report/thread_time.hpp"

namespace octet_bench {

namespace {

double time_ns(const runner& run, int times) {
  const double begin = octet::report::thread_ns();
  for (int i = 0; i < times; ++i) run();
  return (octet::report::thread_ns() - begin) / times;
}

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// A contestant and its rounds.
struct entry {
  std::string name;
  runner run;
  int times = 1;
  std::vector<double> rounds{};

  /// Runs until caches and clock are warm, and finds how many runs make a round.
  void warm_up() {
    constexpr double round_ns = 1e5;
    while (time_ns(run, times) * times < round_ns && times < (1 << 20)) times *= 2;
  }
  double spent_ns() const { return std::accumulate(rounds.begin(), rounds.end(), 0.0) * times; }
  double fastest() const { return *std::min_element(rounds.begin(), rounds.end()); }
  double median() const { return median_of(rounds); }
};

std::vector<entry> contestants(const layer& l, const layers_options& o) {
  std::vector<entry> all;
  const auto add = [&](const std::string& name, runner run) {
    if (run) all.push_back({name, std::move(run)});
  };
  runner own = octet_runner(l, o.target, o.codes);
  add("octet", own ? own : scalar_runner(l, o.codes));
  if (o.codes == width::int16) return all;
  const bool best =
      o.target == octet::simd_target::avx512_vnni || o.target == octet::simd_target::avx512_amx;
  const bool avx2 = o.target == octet::simd_target::avx2;
  for (const rival& r : rivals()) {
    // A rival that cannot be held to the target's instructions is no comparison.
    if (best || (avx2 && r.can_be_limited)) add(r.name, r.make(l));
  }
  return all;
}

/// A layer's contestants, octet first, and the peak of the same rounds.
struct layer_times {
  std::vector<entry> all;
  double peak_gmacs = 0;
};

layer_times time_layer(const layer& l, const layers_options& o) {
  layer_times t{contestants(l, o)};
  entry peak{"peak", [target = o.target] { octet::report::run_dot_products(target); }};
  const double peak_macs = octet::report::run_dot_products(o.target);
  // Many short rounds: whatever the machine does meanwhile meets all contestants alike. In another
  // order each time: who comes before has moved the clock, and woken or not what AMX needs. A large
  // layer finds its tensors in no near cache, as in a network.
  std::vector<entry*> order;
  for (entry& e : t.all) order.push_back(&e);
  if (peak_macs != 0) order.push_back(&peak);
  for (entry* e : order) e->warm_up();
  std::mt19937 random(1);
  constexpr int most_rounds = 201, least_rounds = 21;
  constexpr double enough_ns = 2e8, too_slow_ns = 1e9;
  double spent = 0;
  for (int i = 0; i < most_rounds && (i < least_rounds || spent < enough_ns); ++i) {
    std::shuffle(order.begin(), order.end(), random);
    for (entry* e : order) {
      if (e->spent_ns() > too_slow_ns) continue;
      e->rounds.push_back(time_ns(e->run, e->times));
      spent += e->rounds.back() * e->times;
    }
  }
  if (peak_macs != 0) t.peak_gmacs = peak_macs / peak.median();
  return t;
}

nlohmann::ordered_json row_of(const layer& l, const layer_times& times) {
  const std::vector<entry>& all = times.all;
  const double ns = all.front().median();
  nlohmann::ordered_json row{
      {"name", l.name}, {"ns", ns}, {"gmacs", l.macs() / ns}, {"peak_gmacs", times.peak_gmacs}};
  row["peers"] = nlohmann::ordered_json::object();
  for (std::size_t i = 1; i < all.size(); ++i) row["peers"][all[i].name] = all[i].median();
  row["fastest"] = nlohmann::ordered_json::object();
  for (const entry& e : all) row["fastest"][e.name] = e.fastest();
  return row;
}

void print_table(const nlohmann::ordered_json& result, std::ostream& out) {
  const double peak = result["peak_gmacs"];
  double product = 0;
  int count = 0;
  out << std::fixed << std::setprecision(1) << "peak " << peak << " GMAC/s\n";
  for (const auto& row : result["layers"]) {
    const double ns = row["ns"], gmacs = row["gmacs"], then = row["peak_gmacs"];
    out << std::left << std::setw(16) << std::string(row["name"]) << std::right << std::setw(12)
        << ns << " ns " << std::setw(7) << gmacs << " GMAC/s";
    if (then > 0) out << std::setw(6) << 100 * gmacs / then << " %";
    double best = 0;
    for (const auto& [name, peer] : row["peers"].items()) {
      out << "  " << name << " " << std::setprecision(2) << double{peer} / ns
          << std::setprecision(1);
      best = best == 0 ? double{peer} : std::min(best, double{peer});
    }
    if (best > 0) {
      product += std::log(best / ns);
      ++count;
      out << (best < ns ? "  SLOWER" : "");
    }
    out << "\n";
  }
  if (count > 0) {
    out << "geometric mean of best rival / octet: " << std::setprecision(2)
        << std::exp(product / count) << "\n";
  }
}

}  // namespace

std::optional<double> best_rival_ns(const layer& l, octet::simd_target target) {
  layers_options o;
  o.target = target;
  const std::vector<entry> all = time_layer(l, o).all;
  std::optional<double> best;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!best || all[i].median() < *best) best = all[i].median();
  }
  return best;
}

void run_layers(const layers_options& options, std::ostream& out) {
  limit_rivals(options.target);
  nlohmann::ordered_json result{{"peak_gmacs", 0.0}, {"layers", nlohmann::ordered_json::array()}};
  // The clock changes with load and neighbours: each layer has the peak of its own rounds, and the
  // run their median.
  std::vector<double> peaks;
  for (const layer& l : options.layers) {
    const layer_times times = time_layer(l, options);
    peaks.push_back(times.peak_gmacs);
    result["layers"].push_back(row_of(l, times));
  }
  if (!peaks.empty()) result["peak_gmacs"] = median_of(peaks);
  if (options.json) {
    out << result.dump(1) << "\n";
  } else {
    print_table(result, out);
  }
  if (options.svg.empty()) return;
  const std::string codes = options.codes == width::int8 ? "int8" : "16x8";
  octet::convert::write_file(options.svg,
                             layers_chart(result, "GMAC/s of " + codes + " layers, one thread, " +
                                                      std::string(octet::name_of(options.target))));
}

}  // namespace octet_bench
