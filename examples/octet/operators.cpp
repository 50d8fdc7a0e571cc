// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// octet operators: what can run, operator by operator and type by type.
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "commands.hpp"
#include "octet/convert/error.hpp"
#include "octet/convert/executor.hpp"
#include "octet/convert/file.hpp"
#include "octet/report/operators.hpp"

namespace {

namespace fs = std::filesystem;

struct operators_arguments {
  std::string models;
  bool json = false;
};

/// Counts every .tflite file below a folder.
void add_models(octet::report::operator_table& table, const std::string& folder) {
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    const fs::path& path = at->path();
    if (path.extension() != ".tflite") continue;
    const std::vector<std::uint8_t> file = octet::convert::read_file(path);
    const octet::result<octet::graph> model = octet::graph::open(file);
    if (!model)
      throw std::runtime_error(path.string() + ": " + octet::convert::explain(model.error()));
    table.add(*model);
  }
  if (failed) throw std::runtime_error(folder + ": cannot be read (" + failed.message() + ")");
  if (table.models() == 0) throw std::runtime_error(folder + ": holds no .tflite file");
}

void print_json(const octet::report::operator_table& table) {
  const auto type = [](octet::tensor_type t) {
    return t == octet::every_type ? nlohmann::ordered_json() : nlohmann::ordered_json(name_of(t));
  };
  nlohmann::ordered_json j{{"models", table.models()},
                           {"kernels", nlohmann::ordered_json::array()}};
  for (std::size_t k = 0; k < table.kernels().size(); ++k) {
    const octet::convert::executor_kernel& kernel = table.kernels()[k];
    j["kernels"].push_back({{"operator", name_of(kernel.code)},
                            {"input", type(kernel.types.input)},
                            {"weights", type(kernel.types.weights)},
                            {"output", type(kernel.types.output)},
                            {"models", table.models(k)}});
  }
  std::puts(j.dump(2).c_str());
}

void operators(const operators_arguments& o) {
  octet::report::operator_table table{octet::convert::executor_kernels()};
  if (!o.models.empty()) add_models(table, o.models);
  o.json ? print_json(table) : static_cast<void>(std::fputs(table.markdown().c_str(), stdout));
}

}  // namespace

void add_operators(CLI::App& app) {
  auto o = std::make_shared<operators_arguments>();
  CLI::App* command = app.add_subcommand(
      "operators", "List the operators that run and the element types that they run for");
  command->add_option("--models", o->models,
                      "count how many .tflite files below this folder use each");
  command->add_flag("--json", o->json, "print one JSON object instead of a Markdown table");
  command->callback([o] { operators(*o); });
}
