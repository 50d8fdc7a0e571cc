// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Registration of rows.
#include "rows.hpp"

#include "octet/kernels/backend/simd/select.hpp"

namespace octet_bench {

void add_row(const std::string& name, std::function<runner()> make, const std::string& unit,
             double amount) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    const runner run = make();
    if (!run) {
      state.SkipWithError("not for this contestant");
      return;
    }
    for (auto step : state) {
      static_cast<void>(step);
      run();
    }
    state.counters[unit] =
        benchmark::Counter(amount, benchmark::Counter::kIsIterationInvariantRate);
  });
}

int add_rows(const std::string& operation, const layer& l) {
  int rows = 0;
  const auto add = [&](const std::string& who, auto make) {
    add_row(
        operation + "/" + l.name + "/" + who, [=] { return make(l); }, "MAC/s", l.macs());
    ++rows;
  };
  for (const auto codes : {width::int8, width::int16}) {
    const std::string suffix = codes == width::int8 ? "" : "_16x8";
    add("scalar" + suffix, [=](const layer& x) { return scalar_runner(x, codes); });
    for (std::size_t i = 0; i < octet::simd_target_names.size(); ++i) {
      const auto target = static_cast<octet::simd_target>(i);
      if (!octet::has_target(target)) continue;
      add(std::string(octet::name_of(target)) + suffix,
          [=](const layer& x) { return octet_runner(x, target, codes); });
    }
  }
  for (const rival& r : rivals()) add(r.name, r.make);
  return rows;
}

int add_rows(const std::string& operation, const std::string& kind) {
  int rows = 0;
  for (const layer& l : known_layers()) {
    if (l.kind == kind) rows += add_rows(operation, l);
  }
  return rows;
}

}  // namespace octet_bench
