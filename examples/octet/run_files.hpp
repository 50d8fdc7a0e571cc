// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The files that a quantization leaves beside its model.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "octet/convert/file.hpp"
#include "octet/convert/quantization.hpp"
#include "octet/convert/run_log.hpp"

inline const char* const save_files_help =
    "write beside OUT, with its name, also .config.json (all settings, layer by layer; for "
    "--config), .record.txt (all factors; for octet convert), .mapping.json (which operators "
    "became "
    "which; for octet validate) and .log";

/// Where they go: the model's path with these extensions in place of its own.
inline std::array<std::filesystem::path, 4> run_file_paths(const std::string& output) {
  const auto path = [&](const char* extension) {
    return std::filesystem::path(output).replace_extension(extension);
  };
  return {path(".config.json"), path(".record.txt"), path(".mapping.json"), path(".log")};
}

/// Finds out ahead of long work whether all can be written.
///
/// errors   std::runtime_error naming the file that cannot be, or the model if it would be
///          overwritten by a file beside it
inline void check_outputs(const std::string& output, bool save_files) {
  octet::convert::check_writable(output);
  if (!save_files) return;
  for (const std::filesystem::path& path : run_file_paths(output)) {
    std::error_code ignored;
    if (path == output || std::filesystem::equivalent(path, output, ignored))
      throw std::runtime_error(output + ": --save-files would overwrite the model with its " +
                               path.filename().string());
    octet::convert::check_writable(path);
  }
}

/// output   of the model, which is to be written after these: where it is, they are
inline void save_run_files(const std::string& output, const octet::convert::quantization& run,
                           const octet::convert::network& quantized,
                           const octet::convert::calibration& calibrated,
                           const std::vector<std::string>& warnings) {
  const std::array<std::filesystem::path, 4> paths = run_file_paths(output);
  const std::array<std::string, 4> texts = {
      to_text(run.full_config()), to_text(run.make_record(quantized)), to_text(run.map(quantized)),
      run_log(run, quantized, calibrated, warnings)};
  for (std::size_t i = 0; i < paths.size(); ++i) octet::convert::write_file(paths[i], texts[i]);
}
